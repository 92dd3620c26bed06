import type { StoredField, StoredFields } from '../../../fields/field.js';
import type { ChangesOf } from './notify-field.js';

/** A column and the value to write. */
export interface WrittenColumn {
  readonly column: string;
  readonly value: unknown;
}

type Columns = Readonly<Record<string, StoredField & { readonly isComputed?: boolean }>>;

/** The fields that are columns of the table. */
export function columnsOf(fields: Columns): StoredFields {
  return Object.fromEntries(Object.entries(fields).filter(([, field]) => field.isComputed !== true));
}

/** The columns of the changes that are not undefined. The names of columns come from the code, never from a caller. */
export function writtenColumns<F extends Columns>(fields: F, changes: ChangesOf<F>): WrittenColumn[] {
  return Object.entries(columnsOf(fields))
    .map(([name, { column }]) => ({ column, value: changes[name] }))
    .filter(({ value }) => value !== undefined);
}
