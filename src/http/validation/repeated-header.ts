/**
 * Returns true if a request has a header more than once. Node's parsed headers don't show this, since Node joins some
 * repeated headers and drops others. `rawHeaders` alternates names and values; `name` is in lower case.
 */
export function isRepeated(rawHeaders: readonly string[], name: string): boolean {
  let occurrences = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const entry = rawHeaders[index] ?? '';
    if (entry.length === name.length && entry.toLowerCase() === name) occurrences += 1;
  }
  return occurrences > 1;
}

/** Returns the first value of a header as it was received; undefined if the request has none. */
export function receivedHeader(rawHeaders: readonly string[], name: string): string | undefined {
  const index = rawHeaders.findIndex((entry, at) => at % 2 === 0 && entry.toLowerCase() === name);
  return index < 0 ? undefined : rawHeaders[index + 1];
}
