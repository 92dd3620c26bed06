/**
 * True where a request has a header field more than once. Node joins some repeated fields and drops the others, so its
 * parsed headers can't tell. `rawHeaders` alternates names and values, as Node received them; `name` is in lower case.
 */
export function isRepeated(rawHeaders: readonly string[], name: string): boolean {
  const occurrences = rawHeaders.filter((entry, index) => index % 2 === 0 && entry.toLowerCase() === name);
  return occurrences.length > 1;
}
