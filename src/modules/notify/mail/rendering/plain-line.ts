/** Control characters and line ends of every kind; among them all that could end a header or start a line. */
const breaks = /[\p{Cc}\p{Zl}\p{Zp}\s]+/gu;

/** Words on one line: what a value must be where it stands inside a line, or in a header. */
export function plainLine(value: string): string {
  return value.toWellFormed().replace(breaks, ' ').trim();
}
