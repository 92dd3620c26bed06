/** A message names a wrong value, but must not grow with it. */
const maxLength = 200;

/**
 * A JSON value as the peer's messages print it: the Python way, with all single quotes taken out of it
 * (contract section 1.0), so `None`, `True`, `[a, 1]`, `{a: None}`.
 */
export function pythonText(value: unknown): string {
  const text = textOf(value, 0).replaceAll("'", '');
  return text.length <= maxLength ? text : `${text.slice(0, maxLength)}…`;
}

function textOf(value: unknown, depth: number): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return numberText(value);
  // Each level takes a character, so what lies deeper is cut off in any case; a body may have a hundred thousand.
  if (depth > maxLength) return '';
  if (Array.isArray(value)) return `[${listed(value, (item) => textOf(item, depth + 1))}]`;
  return `{${listed(Object.entries(value), ([key, item]) => `${key}: ${textOf(item, depth + 1)}`)}}`;
}

/** JSON may hold 1e400, which is read as infinity. */
function numberText(value: unknown): string {
  return Number.isFinite(value) ? JSON.stringify(value) : String(value).replace('Infinity', 'inf');
}

/** More items than there may be characters would be cut off, too. */
function listed<T>(items: readonly T[], text: (item: T) => string): string {
  return items.slice(0, maxLength).map(text).join(', ');
}
