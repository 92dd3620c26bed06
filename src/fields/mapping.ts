import type { AmendableOf, Fields, RequestOf, ResponseOf, RowOf, StoredFields } from './field.js';

/** Returns the mapper from a row to its response: the published order, null where there is no value, times in UTC. */
export function responseMapper<F extends StoredFields>(
  fields: F,
): (row: Readonly<RowOf<F>>) => ResponseOf<F> {
  const names = Object.entries(fields).flatMap(([name, { wire }]) => (wire === null ? [] : [{ name, wire }]));
  return (row) => {
    const response: Record<string, unknown> = {};
    for (const { name, wire } of names) {
      const value: unknown = row[name];
      response[wire] = value instanceof Date ? value.toISOString() : value;
    }
    return response as ResponseOf<F>;
  };
}

/**
 * Returns the mapper from a checked request to the fields of a row that it sets. An optional text that is absent or
 * empty has no value; any other absent field has its `whenAbsent`, or the one that the caller gives for it.
 */
export function requestMapper<F extends Fields>(
  fields: F,
): (request: Partial<RequestOf<F>>, whenAbsent?: Partial<AmendableOf<F>>) => AmendableOf<F> {
  const writable = Object.entries(fields).filter(([, { inRequest }]) => inRequest !== 'never');
  return (request, whenAbsent = {}) => {
    const carried = request as Readonly<Record<string, unknown>>;
    const defaults = whenAbsent as Readonly<Record<string, unknown>>;
    const row: Record<string, unknown> = {};
    for (const [name, field] of writable) {
      const value = carried[field.wire ?? ''];
      const isEmpty = value === undefined || (value === '' && field.isNullable);
      row[name] = isEmpty ? (defaults[name] ?? field.whenAbsent ?? null) : value;
    }
    return row as AmendableOf<F>;
  };
}
