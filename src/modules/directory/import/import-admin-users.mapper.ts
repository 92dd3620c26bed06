import { asciiLowerCase } from '../../../fields/ascii-lower-case.js';
import { check } from '../../../http/validation/check.js';
import { AdminUserShape } from './import.dto.js';
import { adminUserStatuses } from '../admin-users/admin-user.fields.js';
import type { ImportAdminUser, OddValue } from './import-record.js';
import { leftOutValue, readAsWord } from './odd-values.js';
import { isJsonObject } from './raw-record.js';

/** The administrators of a record, null without AdminUsers, and notes on the entries that were left out. */
export interface ReadAdminUsers {
  readonly adminUsers: readonly ImportAdminUser[] | null;
  readonly odd: readonly OddValue[];
}

/** Reads a list of `{UserEmail, Status}`. Returns addresses with ASCII letters in lower case; Status defaults to Active. */
export function readAdminUsers(value: unknown): ReadAdminUsers {
  if (value === undefined || value === null) return { adminUsers: null, odd: [] };
  if (!Array.isArray(value))
    return { adminUsers: null, odd: [leftOutValue('AdminUsers', 'must be a list', value)] };
  const read = value.map(readOne);
  const byEmail = new Map(read.flatMap(({ user }) => (user === null ? [] : [[user.userEmail, user]])));
  return { adminUsers: [...byEmail.values()], odd: read.flatMap(({ odd }) => odd) };
}

function readOne(given: unknown): { user: ImportAdminUser | null; odd: readonly OddValue[] } {
  const entry = isJsonObject(given) ? given : {};
  const status = readAsWord('AdminUsers', adminUserStatuses, entry.Status);
  const { value, faults } = check(AdminUserShape, { ...entry, Status: status.value });
  if (value === null) return { user: null, odd: [leftOutValue('AdminUsers', faults.join('; '), given)] };
  return {
    user: { userEmail: asciiLowerCase(value.UserEmail), status: value.Status ?? 'Active' },
    odd: status.odd,
  };
}
