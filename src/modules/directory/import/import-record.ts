import type { AmendableFields } from '../organisations/organisation.fields.js';
import type { FileRecord } from '../participants-file/record.js';

/** A valid organisation of a file, for the directory. */
export interface ImportRecord extends Pick<
  FileRecord<unknown>,
  'organisationId' | 'createdOn' | 'flags' | 'adminUsers' | 'notes'
> {
  /** Every field; absent ones have the defaults of a new organisation. */
  readonly fields: AmendableFields;
  /** The fields that the record contains; an existing organisation keeps the others. */
  readonly carried: ReadonlySet<keyof AmendableFields>;
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
