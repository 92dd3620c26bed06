/** Max length of a wrong value in a message, which must not grow with the request. */
const maxLength = 200;

/**
 * Returns a JSON value as the peer's messages print it: Python's notation without single quotes (contract section 1.0),
 * such as `None`, `True`, `[a, 1]`, `{a: None}`.
 */
export function pythonText(value: unknown): string {
  const text = textOf(value, 0).replaceAll("'", '');
  return text.length <= maxLength ? text : `${text.slice(0, maxLength)}…`;
}

function textOf(value: unknown, depth: number): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return escaped(value);
  if (typeof value !== 'object') return numberText(value);
  // Each level adds a character, so deeper levels are cut off anyway. A body may have a hundred thousand levels.
  if (depth > maxLength) return '';
  if (Array.isArray(value)) return `[${listed(value, (item) => textOf(item, depth + 1))}]`;
  return `{${listed(Object.entries(value), ([key, item]) => `${key}: ${textOf(item, depth + 1)}`)}}`;
}

/** Backslashes and control characters as Python's `repr` writes them. */
function escaped(text: string): string {
  // More would be cut off anyway.
  return text.slice(0, maxLength + 1).replaceAll(/[\\\p{Cc}]/gu, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(2, '0');
    return shortEscapes.get(character) ?? `\\x${code}`;
  });
}

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** JavaScript reads 1e400, which JSON allows, as infinity. */
function numberText(value: unknown): string {
  return Number.isFinite(value) ? JSON.stringify(value) : String(value).replace('Infinity', 'inf');
}

/** Limits the items too: each adds a character, so more would be cut off anyway. */
function listed<T>(items: readonly T[], text: (item: T) => string): string {
  return items.slice(0, maxLength).map(text).join(', ');
}
