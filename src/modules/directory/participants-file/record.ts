import type { JsonObject } from './raw-record.js';

/** A complete flag of a file. */
export interface FileFlag {
  readonly flagId: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly name: string;
  readonly description: string | null;
  readonly type: 'Organisation';
  readonly value: string;
  readonly status: 'Active' | 'Inactive';
  readonly accessLevel: number;
}

/** A flag in a file: its name and value, and the complete flag if the file has it. */
export type NamedFlag = Pick<FileFlag, 'name' | 'value'> & { readonly complete: FileFlag | null };

/** The flags of a record. A map contains only flags of level 0, so it leaves the others as they are. */
export interface ImportFlags {
  readonly form: 'map' | 'objects';
  readonly flags: readonly NamedFlag[];
}

/** One administrator of a record. */
export interface ImportAdminUser {
  readonly userEmail: string;
  readonly status: 'Active' | 'Inactive';
}

/** A valid organisation of a file. `Body` is a checked body of POST without Flags. */
export interface FileRecord<Body> {
  readonly organisationId: string;
  readonly body: Body;
  /** The values that replace those of an existing organisation, by wire name; null clears a field. */
  readonly values: JsonObject;
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

/** A record that was not loaded. */
export interface Rejection {
  /** The number of the record in the file, from 1. */
  readonly number: number;
  /** Null without a valid id. */
  readonly organisationId: string | null;
  readonly errors: readonly string[];
}

/** The notes on a record that was loaded. */
export interface LoadedNotes {
  readonly number: number;
  readonly organisationId: string;
  readonly notes: RecordNotes;
}
