import type { Field, Fields, StoredField, StoredFields } from './field.js';

/** `o.address_line1 AS "addressLine1", …`: every field of a row `alias`, named as in the code. */
export function selectList(fields: StoredFields, alias: string): string {
  return Object.entries(fields)
    .map(([name, { column, read = asItIs }]) => `${read(`${alias}.${column}`)} AS "${name}"`)
    .join(', ');
}

const asItIs: NonNullable<StoredField['read']> = (column) => column;

/** `'addressLine1', f.address_line1, …`: the arguments of json_build_object for a row `alias`. */
export function jsonMembers(fields: Fields, alias: string): string {
  return Object.entries(fields)
    .map(([name, { column }]) => `'${name}', ${alias}.${column}`)
    .join(', ');
}

/** `address_line1, …`, or `o.address_line1, …` of a row `alias`. */
export function columnList(fields: Fields, alias?: string): string {
  return Object.values(fields)
    .map(({ column }) => (alias === undefined ? column : `${alias}.${column}`))
    .join(', ');
}

/** `$2, $3, …`: a placeholder for each field, from `$first` on. */
export function placeholders(fields: Fields, first = 1): string {
  return Object.keys(fields)
    .map((_, index) => `$${index + first}`)
    .join(', ');
}

/** `address_line1 = $2, …` */
export function assignments(fields: Fields, first = 1): string {
  return Object.values(fields)
    .map(({ column }, index) => `${column} = $${index + first}`)
    .join(', ');
}

/** The values of a row in the order of `columnList` and `placeholders`. */
export function valuesOf<F extends Fields>(
  fields: F,
  row: { readonly [Name in keyof F]: unknown },
): unknown[] {
  return Object.keys(fields).map((name) => row[name]);
}

/** `unnest($1::text[], …) AS r("addressLine1", …)`: rows whose columns arrive as arrays, from `$1` on. */
export function rowsFromArrays(fields: Fields, alias: string): string {
  const arrays = Object.values(fields).map(({ type }, index) => `$${index + 1}::${type}[]`);
  const names = Object.keys(fields).map((name) => `"${name}"`);
  return `unnest(${arrays.join(', ')}) AS ${alias}(${names.join(', ')})`;
}

/** The fields but one. */
export function fieldsWithout<F extends Fields, Name extends keyof F & string>(
  fields: F,
  name: Name,
): Omit<F, Name> {
  return Object.fromEntries(Object.entries(fields).filter(([each]) => each !== name)) as Omit<F, Name>;
}

/** The fields that requests set. */
export function amendableFields<F extends Fields>(fields: F): Pick<F, AmendableNames<F>> {
  const amendable = Object.entries<Field>(fields).filter(([, { inRequest }]) => inRequest !== 'never');
  return Object.fromEntries(amendable) as unknown as Pick<F, AmendableNames<F>>;
}

type AmendableNames<F extends Fields> = {
  [Name in keyof F]: F[Name]['inRequest'] extends 'never' ? never : Name;
}[keyof F];
