import type { SortField, SortStep } from '../../pagination/sort.js';
import { organisationFields, type SortableProperty } from '../organisation.fields.js';

/**
 * The index that a field is sorted by, as parts of SQL. Each field has one, made by migration 1700000000010: the value
 * ascending, what has none last, then OrganisationId by bytes; Status goes along, so that lists of Active organisations
 * need the index only.
 */
export interface SortIndex {
  /** The value of a row `o`, with its collation. */
  readonly value: string;
  readonly isNullable: boolean;
  /** What stands after FROM: the rows `o` that are true of `where`, in the order of `orderBy` where it is given. */
  rows(where: string, orderBy?: string): string;
}

/** The steps of an order, at least one. */
export type Steps = readonly [SortStep<SortableProperty>, ...SortStep<SortableProperty>[]];

const nullable: ReadonlySet<SortableProperty> = new Set([
  'size',
  'registrationId',
  'registeredName',
  'addressLine2',
  'parentOrganisationReference',
  'logoUri',
]);

/** Fields of up to 65,535 characters; an entry of a btree has room for 2,704 bytes. */
const unbounded: ReadonlySet<SortableProperty> = new Set(['parentOrganisationReference', 'logoUri']);

/** Values up to here are in the index of such a field, in bytes; the few that are longer are sorted when asked for. */
const indexedLength = 1_000;

export function sortIndexOf([leading, ...others]: Steps): SortIndex {
  const { property } = leading.field;
  const sorted = [property, ...others.map(({ field }) => field.property)];
  const columns = [...new Set<SortableProperty>(['organisationId', ...sorted])];
  return {
    value: valueOf(leading.field),
    isNullable: nullable.has(property),
    rows: unbounded.has(property)
      ? (where, orderBy) => mergedRows(property, columns, where, orderBy)
      : rowsWhere,
  };
}

/** The terms of an order over rows `o`; OrganisationId ends it. Reversed, it is the same order from its end. */
export function orderOf(steps: readonly SortStep<SortableProperty>[], isReversed: boolean): string {
  const terms = steps.map(({ field, direction }) => {
    const isAscending = (direction === 'ASC') !== isReversed;
    return `${valueOf(field)} ${isAscending ? 'ASC' : 'DESC'} NULLS ${isReversed ? 'FIRST' : 'LAST'}`;
  });
  return [...terms, `o.organisation_id ${isReversed ? 'DESC' : 'ASC'}`].join(', ');
}

function valueOf({ property, isText }: SortField<SortableProperty>): string {
  return `o.${organisationFields[property].column}${isText ? ' COLLATE directory.text_order' : ''}`;
}

function rowsWhere(where: string, orderBy?: string): string {
  return `directory.organisation o WHERE ${where}${orderBy === undefined ? '' : ` ORDER BY ${orderBy}`}`;
}

/**
 * The two conditions part the table as the two partial indexes of the property do. Each part is read in the order, so
 * that PostgreSQL has only to merge them.
 */
function mergedRows(
  property: SortableProperty,
  columns: readonly SortableProperty[],
  where: string,
  orderBy?: string,
): string {
  const column = `o.${organisationFields[property].column}`;
  const selected = columns.map((each) => `o.${organisationFields[each].column}`).join(', ');
  const [short, long] = [
    `(${column} IS NULL OR octet_length(${column}) <= ${indexedLength})`,
    `octet_length(${column}) > ${indexedLength}`,
  ].map((condition) => `(SELECT ${selected} FROM ${rowsWhere(`${where} AND ${condition}`, orderBy)})`);
  return `(${short} UNION ALL ${long}) o${orderBy === undefined ? '' : ` ORDER BY ${orderBy}`}`;
}
