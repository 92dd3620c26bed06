import type { AdminUser, Flag, Organisation, OrganisationCreate } from 'organisations-directory-client';
import {
  amendedFlags,
  type FlagLookup,
  type KnownFlag,
} from '../../../../../src/modules/directory/participants-file/flag-lookup.js';
import type {
  FileRecord,
  ImportAdminUser,
  NamedFlag,
  RecordNotes,
} from '../../../../../src/modules/directory/participants-file/record.js';
import type { FileEntry } from '../file/read-entries.ts';

/** An organisation of the directory. */
export interface StoredOrganisation {
  readonly organisation: Organisation;
  /** Null where a list showed it. */
  readonly etag: string | null;
  /** Null where the record names no administrators. */
  readonly adminUsers: readonly AdminUser[] | null;
}

/** A flag of the directory that organisations may carry. */
export interface StoredFlag extends KnownFlag {
  readonly accessLevel: number;
}

/** The outcome of a record, were it sent now. */
export type Outcome = 'created' | 'changed' | 'unchanged' | 'refused';

/** A field that would change. */
export interface PlannedChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The outcome that a record would have. */
export interface PlannedRecord {
  readonly number: number;
  readonly organisationId: string | null;
  readonly name: string | null;
  readonly outcome: Outcome;
  /** Of a changed organisation. */
  readonly changes: readonly PlannedChange[];
  readonly errors: readonly string[];
  readonly notes: RecordNotes | null;
  /** True if CreatedOn of the file differs from the directory's, which the API does not change. */
  readonly losesCreatedOn: boolean;
  /** Null for a record that is not to be sent. */
  readonly writes: RecordWrites | null;
}

/** The requests to send for a record. */
export interface RecordWrites {
  readonly record: FileRecord<OrganisationCreate>;
  /** The state that the changes are based on; null for a new organisation. */
  readonly etag: string | null;
  /** The flags that it carries already and keeps. */
  readonly keptFlagIds: readonly string[];
  readonly flags: readonly NamedFlag[];
  readonly adminUsers: readonly (ImportAdminUser & { readonly isNew: boolean })[];
}

/** Plans a record against the directory as it stands. */
export function planRecord(
  entry: FileEntry,
  stored: StoredOrganisation | null,
  lookup: FlagLookup<StoredFlag>,
): PlannedRecord {
  const { number, organisationId, name, record } = entry;
  const errors = record === null ? entry.errors : lookup.errorsOf(namedBy(record));
  const identity = { number, organisationId, name, changes: [], errors };
  if (record === null || errors.length > 0)
    return { ...identity, outcome: 'refused', notes: null, losesCreatedOn: false, writes: null };
  const { notes } = record;
  const base = { ...identity, notes, losesCreatedOn: losesCreatedOn(record, stored) };
  const writes = writesOf(record, stored, lookup);
  if (stored === null) return { ...base, outcome: 'created', writes };
  const changes = changesOf(writes, stored, lookup);
  if (changes.length === 0) return { ...base, outcome: 'unchanged', writes: null };
  return { ...base, outcome: 'changed', changes, writes };
}

function namedBy({ flags }: FileRecord<unknown>): readonly NamedFlag[] {
  return flags?.flags ?? [];
}

function writesOf(
  record: FileRecord<OrganisationCreate>,
  stored: StoredOrganisation | null,
  lookup: FlagLookup<StoredFlag>,
): RecordWrites {
  const after = amendedFlags(record.flags, carriedBy(stored), lookup.existing(namedBy(record)));
  return {
    record,
    etag: stored?.etag ?? null,
    keptFlagIds: after.map(({ flagId }) => flagId),
    flags: lookup.missing(namedBy(record)),
    adminUsers: changedAdminUsers(record.adminUsers ?? [], stored?.adminUsers ?? []),
  };
}

function changesOf(
  { record, flags, adminUsers }: RecordWrites,
  stored: StoredOrganisation,
  lookup: FlagLookup<StoredFlag>,
): PlannedChange[] {
  const before = carriedBy(stored);
  const after = amendedFlags(record.flags, before, lookup.existing(namedBy(record)));
  return [
    ...fieldChanges(record, stored.organisation),
    ...flagChanges(before, after, flags),
    ...adminUserChanges(adminUsers, stored.adminUsers ?? []),
  ];
}

function carriedBy(stored: StoredOrganisation | null): StoredFlag[] {
  return (stored?.organisation.Flags ?? []).map(storedFlag);
}

/** Returns a flag of the API as the lookup takes it. */
export function storedFlag(flag: Flag): StoredFlag {
  const { Id, Name, Value, Type, Status, AccessLevel } = flag;
  return { flagId: Id, name: Name, value: Value, type: Type, status: Status, accessLevel: AccessLevel };
}

function fieldChanges({ values }: FileRecord<unknown>, organisation: Organisation): PlannedChange[] {
  const before = new Map<string, unknown>(Object.entries(organisation));
  return Object.entries(values)
    .map(([field, after]) => ({ field, before: before.get(field) ?? null, after }))
    .filter((change) => change.before !== change.after);
}

function flagChanges(
  before: readonly StoredFlag[],
  after: readonly StoredFlag[],
  missing: readonly NamedFlag[],
): PlannedChange[] {
  const ids = (flags: readonly StoredFlag[]): string =>
    JSON.stringify(flags.map(({ flagId }) => flagId).sort());
  if (missing.length === 0 && ids(before) === ids(after)) return [];
  return [{ field: 'Flags', before: flagTexts(before), after: flagTexts([...after, ...missing]) }];
}

function flagTexts(flags: readonly Pick<NamedFlag, 'name' | 'value'>[]): string[] {
  return [...new Set(flags.map(({ name, value }) => `${name}: ${value}`))].sort();
}

function changedAdminUsers(
  named: readonly ImportAdminUser[],
  stored: readonly AdminUser[],
): RecordWrites['adminUsers'] {
  const statuses = new Map<string, string>(stored.map(({ UserEmail, Status }) => [UserEmail, Status]));
  return named
    .filter(({ userEmail, status }) => statuses.get(userEmail) !== status)
    .map((user) => ({ ...user, isNew: !statuses.has(user.userEmail) }));
}

function adminUserChanges(
  changed: RecordWrites['adminUsers'],
  stored: readonly AdminUser[],
): PlannedChange[] {
  if (changed.length === 0) return [];
  const before = new Map(stored.map(({ UserEmail, Status }) => [UserEmail, Status]));
  return [
    {
      field: 'AdminUsers',
      before: changed.flatMap(({ userEmail }) => {
        const status = before.get(userEmail);
        return status === undefined ? [] : [`${userEmail}: ${status}`];
      }),
      after: changed.map(({ userEmail, status }) => `${userEmail}: ${status}`),
    },
  ];
}

function losesCreatedOn({ createdOn }: FileRecord<unknown>, stored: StoredOrganisation | null): boolean {
  return createdOn !== null && createdOn.toISOString() !== stored?.organisation.CreatedOn;
}
