import type { AdminUserStatus } from '../admin-users/admin-user.fields.js';
import type { Flag } from '../flags/flag.fields.js';
import type { AmendableFields } from '../organisations/organisation.fields.js';

/** A flag in a file: its name and value, and the complete flag if the file has it. */
export type NamedFlag = Pick<Flag, 'name' | 'value'> & { readonly complete: Flag | null };

/** The flags of a record. A map contains only flags of level 0, so it leaves the others as they are. */
export interface ImportFlags {
  readonly form: 'map' | 'objects';
  readonly flags: readonly NamedFlag[];
}

/** One administrator of a record. */
export interface ImportAdminUser {
  readonly userEmail: string;
  readonly status: AdminUserStatus;
}

/** A valid organisation of a file. */
export interface ImportRecord {
  readonly organisationId: string;
  /** Every field; absent ones have the defaults of a new organisation. */
  readonly fields: AmendableFields;
  /** The fields that the record contains; an existing organisation keeps the others. */
  readonly carried: ReadonlySet<keyof AmendableFields>;
  readonly createdOn: Date | null;
  readonly flags: ImportFlags | null;
  readonly adminUsers: readonly ImportAdminUser[] | null;
  readonly notes: RecordNotes;
}

/** The changes that normalisation made to a record. */
export interface RecordNotes {
  /** One sentence for each normalised value. */
  readonly normalised: readonly string[];
  /** Values that were left out or read as another type. */
  readonly odd: readonly OddValue[];
  /** Unknown keys, with the number of their entries (1 for a single value). */
  readonly leftOut: ReadonlyMap<string, number>;
}

/** A value that was left out or read as another type. */
export interface OddValue {
  /** The field and what was done, such as `LogoUri: left out`; one of a limited number. */
  readonly kind: string;
  /** The rule that the value breaks; null for a value that was read. */
  readonly because: string | null;
  /** The value in the file. */
  readonly given: unknown;
}

/** One record of a file: a valid organisation, or the errors that reject it. */
export interface ReadRecord {
  /** The number of the record in the file, from 1. */
  readonly number: number;
  /** Null without a valid id. */
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

/** The notes on a record that was loaded. */
export interface LoadedNotes {
  readonly number: number;
  readonly organisationId: string;
  readonly notes: RecordNotes;
}
