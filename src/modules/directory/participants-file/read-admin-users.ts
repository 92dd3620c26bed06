import { asciiLowerCase } from '../../../fields/ascii-lower-case.js';
import { leftOutValue, readAsWord } from './odd-values.js';
import { isJsonObject } from './raw-record.js';
import type { ImportAdminUser, OddValue } from './record.js';
import type { PartRules } from './record-rules.js';

/** The administrators of a record, null without AdminUsers, and notes on the entries that were left out. */
export interface ReadAdminUsers {
  readonly adminUsers: readonly ImportAdminUser[] | null;
  readonly odd: readonly OddValue[];
}

/** Reads a list of `{UserEmail, Status}`. Returns addresses with ASCII letters in lower case; Status defaults to Active. */
export function readAdminUsers(value: unknown, rules: PartRules): ReadAdminUsers {
  if (value === undefined || value === null) return { adminUsers: null, odd: [] };
  if (!Array.isArray(value))
    return { adminUsers: null, odd: [leftOutValue('AdminUsers', 'must be a list', value)] };
  const read = value.map((item) => readOne(item, rules));
  const byEmail = new Map(read.flatMap(({ user }) => (user === null ? [] : [[user.userEmail, user]])));
  return { adminUsers: [...byEmail.values()], odd: read.flatMap(({ odd }) => odd) };
}

function readOne(
  given: unknown,
  rules: PartRules,
): { user: ImportAdminUser | null; odd: readonly OddValue[] } {
  const entry = isJsonObject(given) ? given : {};
  const status = readAsWord('AdminUsers', rules.adminUserStatuses, entry.Status);
  const { value, faults } = rules.checkAdminUser({ ...entry, Status: status.value });
  if (value === null) return { user: null, odd: [leftOutValue('AdminUsers', faults.join('; '), given)] };
  return {
    user: { userEmail: asciiLowerCase(value.UserEmail), status: value.Status ?? 'Active' },
    odd: status.odd,
  };
}
