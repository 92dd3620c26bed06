import type { FieldChange } from '../history/organisation-history.entity.js';
import type { AdminUser } from './admin-user.entity.js';
import type { AdminUserResponse } from './admin-user.response.dto.js';

/** Who administers an organisation, and whether they still do. */
export type AdminUserRecord = Pick<AdminUser, 'userEmail' | 'status'>;

/** An administrator as they leave. */
export function toAdminUserResponse(adminUser: AdminUserRecord): AdminUserResponse {
  return { UserEmail: adminUser.userEmail, Status: adminUser.status };
}

/** What the history keeps of an administrator who is new (`before` null) or changed. */
export function adminUserChange(before: AdminUserRecord | null, after: AdminUserRecord): FieldChange {
  return {
    Field: 'AdminUsers',
    Old: before === null ? null : toAdminUserResponse(before),
    New: toAdminUserResponse(after),
  };
}
