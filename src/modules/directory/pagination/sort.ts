import type { Order } from './page.js';

/** The fields that a list can be sorted by: wire name to how it is ordered and reported. */
export interface SortFields<Property extends string> {
  readonly fields: readonly SortField<Property>[];
}

export interface SortField<Property extends string> {
  /** The name on the wire, as it is reported. */
  readonly wireName: string;
  /** What the repository knows it as. */
  readonly property: Property;
  readonly isText: boolean;
  /** Another name that is accepted for it. */
  readonly alias?: string;
}

/** A field of text, which is ordered without regard to case. */
export function textField<Property extends string>(
  wireName: string,
  property: Property,
): SortField<Property> {
  return { wireName, property, isText: true };
}

/** A field of anything else. */
export function exactField<Property extends string>(
  wireName: string,
  property: Property,
): SortField<Property> {
  return { wireName, property, isText: false };
}

/** One step of the order that a repository applies. */
export interface SortStep<Property extends string> {
  readonly field: SortField<Property>;
  readonly direction: 'ASC' | 'DESC';
}

export const maxSortFields = 3;

/** `Field`, `Field,asc` or `Field,desc`, all in any case; null where it is none of these. */
export function parseSortStep<Property extends string>(
  text: string,
  { fields }: SortFields<Property>,
): SortStep<Property> | null {
  const match = /^([A-Za-z0-9]+)(?:,(asc|desc))?$/i.exec(text);
  const name = match?.[1]?.toLowerCase();
  const field = fields.find((candidate) =>
    [candidate.wireName, candidate.alias].some((known) => known?.toLowerCase() === name),
  );
  if (match === null || field === undefined) return null;
  return { field, direction: match[2]?.toLowerCase() === 'desc' ? 'DESC' : 'ASC' };
}

/** The steps of a checked `sort` parameter. */
export function toSortSteps<Property extends string>(
  texts: readonly string[],
  fields: SortFields<Property>,
): SortStep<Property>[] {
  return texts.map((text) => parseSortStep(text, fields)).filter((step) => step !== null);
}

/** How the envelope reports the steps. */
export function toOrderBy(steps: readonly SortStep<string>[]): Order[] {
  return steps.map(({ field, direction }) => ({
    property: field.wireName,
    direction,
    ignoreCase: field.isText,
  }));
}
