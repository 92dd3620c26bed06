import type { Fields } from '../../../fields/field.js';
import type { Order } from './page.js';

/** The fields that a list can be sorted by: wire name to how it is ordered and reported. */
export interface SortFields<Property extends string> {
  readonly fields: readonly SortField<Property>[];
}

interface SortField<Property extends string> {
  /** The name on the wire, as it is reported. */
  readonly wireName: string;
  /** The name in the code. */
  readonly property: Property;
  readonly column: string;
  readonly isText: boolean;
  readonly isNullable: boolean;
  /** Another name that is accepted for it. */
  readonly alias?: string;
}

/**
 * Returns the sortable fields of a noun. Text is ordered without regard to case; words, numbers and times exactly.
 * @param aliases other names that are accepted, by field
 */
export function sortFieldsOf<F extends Fields>(
  fields: F,
  aliases: { readonly [Name in keyof F]?: string } = {},
): SortFields<keyof F & string> {
  const sortable = Object.entries(fields).filter(([, { isSortable, wire }]) => isSortable && wire !== null);
  return {
    fields: sortable.map(([name, field]) => ({
      wireName: field.wire ?? name,
      property: name,
      column: field.column,
      isText: field.type === 'text' && !('enum' in field.api),
      isNullable: field.isNullable,
      ...(aliases[name] === undefined ? {} : { alias: aliases[name] }),
    })),
  };
}

/** One step of the order that a repository applies. */
export interface SortStep<Property extends string> {
  readonly field: SortField<Property>;
  readonly direction: 'ASC' | 'DESC';
}

export const maxSortFields = 3;

/** Splits a step at its first comma; without a comma the direction is undefined. */
export function splitSortStep(text: string): { readonly name: string; readonly direction?: string } {
  const comma = text.indexOf(',');
  return comma < 0 ? { name: text } : { name: text.slice(0, comma), direction: text.slice(comma + 1) };
}

/** `Field`, `Field,asc` or `Field,desc`, all in any case; null where it is none of these. */
export function parseSortStep<Property extends string>(
  text: string,
  { fields }: SortFields<Property>,
): SortStep<Property> | null {
  const { name, direction = 'asc' } = splitSortStep(text);
  const field = fields.find((candidate) =>
    [candidate.wireName, candidate.alias].some((known) => known?.toLowerCase() === name.toLowerCase()),
  );
  if (field === undefined || !/^(?:asc|desc)$/i.test(direction)) return null;
  return { field, direction: direction.toLowerCase() === 'desc' ? 'DESC' : 'ASC' };
}

/** The steps of a checked `sort` parameter. */
export function toSortSteps<Property extends string>(
  texts: readonly string[],
  fields: SortFields<Property>,
): SortStep<Property>[] {
  return texts.map((text) => parseSortStep(text, fields)).filter((step) => step !== null);
}

/** Returns the steps as the page envelope reports them. */
export function toOrderBy(steps: readonly SortStep<string>[]): Order[] {
  return steps.map(({ field, direction }) => ({
    property: field.wireName,
    direction,
    ignoreCase: field.isText,
  }));
}
