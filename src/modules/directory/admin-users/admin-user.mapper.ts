import { responseMapper } from '../../../fields/mapping.js';
import type { FieldChange } from '../history/history-entry.js';
import { adminUserFields, type AdminUserRecord } from './admin-user.fields.js';

/** Returns an administrator's response. */
export const toAdminUserResponse = responseMapper(adminUserFields);

/** Returns the history's change of an administrator who is new (`before` null) or changed. */
export function adminUserChange(before: AdminUserRecord | null, after: AdminUserRecord): FieldChange {
  return {
    Field: 'AdminUsers',
    Old: before === null ? null : toAdminUserResponse(before),
    New: toAdminUserResponse(after),
  };
}
