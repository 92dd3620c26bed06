/** Control characters and line ends of every kind: all that could end a header or start a line. */
const breaks = /[\p{Cc}\p{Zl}\p{Zp}\s]+/gu;

/** Returns a value as one line, safe inside a line of text and in a header. */
export function plainLine(value: string): string {
  return value.toWellFormed().replace(breaks, ' ').trim();
}
