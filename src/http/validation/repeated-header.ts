/**
 * True where a request has a header field more than once. Node joins some repeated fields and drops the others, so its
 * parsed headers can't tell. `rawHeaders` alternates names and values, as Node received them; `name` is in lower case.
 */
export function isRepeated(rawHeaders: readonly string[], name: string): boolean {
  let occurrences = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const entry = rawHeaders[index] ?? '';
    if (entry.length === name.length && entry.toLowerCase() === name) occurrences += 1;
  }
  return occurrences > 1;
}
