/** A column and what is to be written into it. */
export interface WrittenColumn {
  readonly column: string;
  readonly value: unknown;
}

/**
 * The fields that are to be written, as columns; those that are undefined stay as they are. The columns' names are this
 * code's own, never the caller's.
 */
export function writtenColumns<Field extends string>(
  columns: Readonly<Record<Field, string>>,
  changes: Readonly<Partial<Record<Field, unknown>>>,
): WrittenColumn[] {
  return (Object.keys(columns) as Field[])
    .filter((field) => changes[field] !== undefined)
    .map((field) => ({ column: columns[field], value: changes[field] }));
}
