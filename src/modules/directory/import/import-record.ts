import type { AdminUserStatus } from '../admin-users/admin-user.fields.js';
import type { Flag } from '../flags/flag.fields.js';
import type { AmendableFields } from '../organisations/organisation.fields.js';

/** A flag as a file names it: by name and value, or with everything about it. */
export type NamedFlag = Pick<Flag, 'name' | 'value'> & { readonly whole: Flag | null };

/** What a file says of an organisation's flags; a map can't speak for levels above 0, which it never shows. */
export interface ImportFlags {
  readonly form: 'map' | 'objects';
  readonly flags: readonly NamedFlag[];
}

/** What a file says of one administrator. */
export interface ImportAdminUser {
  readonly userEmail: string;
  readonly status: AdminUserStatus;
}

/** A checked organisation of a file. */
export interface ImportRecord {
  readonly organisationId: string;
  /** Every field, with the defaults of a new organisation where the record says nothing. */
  readonly fields: AmendableFields;
  /** The fields that the record does speak of; the others keep their value where the organisation exists. */
  readonly carried: ReadonlySet<keyof AmendableFields>;
  readonly createdOn: Date | null;
  readonly flags: ImportFlags | null;
  readonly adminUsers: readonly ImportAdminUser[] | null;
  readonly notes: RecordNotes;
}

/** What was done to a record on its way in. */
export interface RecordNotes {
  /** One sentence for each value that was brought into form. */
  readonly normalised: readonly string[];
  /** Keys that the directory has no place for, with the number of their entries (1 for a single value). */
  readonly leftOut: ReadonlyMap<string, number>;
}

/** One record of a file after reading: an organisation, or the reasons why it is none. */
export interface ReadRecord {
  /** Its number in the file, from 1. */
  readonly number: number;
  /** Null where it names none that could be an id. */
  readonly organisationId: string | null;
  readonly record: ImportRecord | null;
  readonly errors: readonly string[];
}

/** A record that was not loaded. */
export interface Rejection {
  readonly number: number;
  readonly organisationId: string | null;
  readonly errors: readonly string[];
}
