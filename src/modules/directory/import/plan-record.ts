import { adminUserChange } from '../admin-users/admin-user.mapper.js';
import type { Flag } from '../flags/flag.fields.js';
import type { OrganisationRecord } from '../organisations/organisation.fields.js';
import type { FieldChange } from '../history/history-entry.js';
import { organisationChanges } from '../organisations/organisation-changes.js';
import { amendedFlags } from '../participants-file/flag-lookup.js';
import type { ImportAdminUser } from '../participants-file/record.js';
import type { ImportRecord } from './import-record.js';

/** An organisation in the directory. */
export interface StoredOrganisation {
  readonly organisation: OrganisationRecord;
  readonly adminUsers: readonly ImportAdminUser[];
}

/** The writes for one record; none if `changes` is empty. */
export interface RecordPlan {
  readonly before: OrganisationRecord | null;
  readonly after: OrganisationRecord;
  readonly changes: readonly FieldChange[];
  /** New administrators and those with a new status. */
  readonly adminUsers: readonly ImportAdminUser[];
}

/**
 * Plans a record: creates its organisation, or replaces the values that the record contains.
 * @param flags the record's flags in the directory
 */
export function planRecord(
  record: ImportRecord,
  stored: StoredOrganisation | null,
  flags: readonly Flag[],
  now: Date,
): RecordPlan {
  const before = stored?.organisation ?? null;
  const after = before === null ? created(record, flags, now) : amended(record, before, flags);
  const adminUsers = changedAdminUsers(record, stored);
  const changes = [...organisationChanges(before, after), ...adminUserChanges(adminUsers, stored)];
  return { before, after, changes, adminUsers };
}

function created(record: ImportRecord, flags: readonly Flag[], now: Date): OrganisationRecord {
  const { organisationId, fields } = record;
  return { organisationId, ...fields, createdOn: record.createdOn ?? now, revision: 1, flags };
}

function amended(
  record: ImportRecord,
  before: OrganisationRecord,
  flags: readonly Flag[],
): OrganisationRecord {
  const after = {
    ...before,
    createdOn: record.createdOn ?? before.createdOn,
    revision: before.revision + 1,
    flags: amendedFlags(record.flags, before.flags, flags),
  };
  for (const property of record.carried) Reflect.set(after, property, record.fields[property]);
  return after;
}

function changedAdminUsers(record: ImportRecord, stored: StoredOrganisation | null): ImportAdminUser[] {
  const statuses = new Map(stored?.adminUsers.map((user) => [user.userEmail, user.status]));
  return (record.adminUsers ?? []).filter((user) => statuses.get(user.userEmail) !== user.status);
}

function adminUserChanges(
  changed: readonly ImportAdminUser[],
  stored: StoredOrganisation | null,
): FieldChange[] {
  const known = new Map(stored?.adminUsers.map((user) => [user.userEmail, user]));
  return changed.map((user) => adminUserChange(known.get(user.userEmail) ?? null, user));
}
