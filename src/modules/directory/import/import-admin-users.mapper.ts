import { check } from '../../../http/validation/check.js';
import { AdminUserShape } from './import.dto.js';
import type { ImportAdminUser } from './import-record.js';
import { isJsonObject } from './raw-record.js';

/** The administrators of a record, null without AdminUsers, or one sentence for each fault. */
export interface ReadAdminUsers {
  readonly adminUsers: readonly ImportAdminUser[] | null;
  readonly errors: readonly string[];
}

/** Reads a list of `{UserEmail, Status}`. Returns addresses in lower case; Status defaults to Active. */
export function readAdminUsers(value: unknown): ReadAdminUsers {
  if (value === undefined || value === null) return { adminUsers: null, errors: [] };
  if (!Array.isArray(value)) return { adminUsers: null, errors: ['AdminUsers must be a list'] };
  const read = value.map(readOne);
  const errors = read.flatMap((entry) => entry.errors);
  const byEmail = new Map(read.flatMap(({ user }) => (user === null ? [] : [[user.userEmail, user]])));
  return { adminUsers: errors.length > 0 ? null : [...byEmail.values()], errors };
}

function readOne(given: unknown): { user: ImportAdminUser | null; errors: readonly string[] } {
  const { value, faults } = check(AdminUserShape, isJsonObject(given) ? given : {});
  if (value === null) return { user: null, errors: faults.map((fault) => `AdminUsers: ${fault}`) };
  return { user: { userEmail: value.UserEmail.toLowerCase(), status: value.Status ?? 'Active' }, errors: [] };
}
