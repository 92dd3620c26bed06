import { Invalid } from '../errors/problem.js';

/** All values of each parameter, in order of appearance. */
export type QueryValues = ReadonlyMap<string, readonly string[]>;

/**
 * Parses the query of a request target. `+` means a space, as in forms.
 * @throws Invalid if the query is not valid percent-encoded UTF-8; a lenient parser would search for U+FFFD
 */
export function parseQuery(target: string): QueryValues {
  const start = target.indexOf('?');
  const values = new Map<string, string[]>();
  if (start < 0) return values;
  for (const pair of target.slice(start + 1).split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return values;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new Invalid([
      'The query is not valid percent-encoded UTF-8. Encode each value, such as %C3%A9 for é and %25 for %.',
    ]);
  }
}
