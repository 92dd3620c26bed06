/**
 * A name as it stands in an address, and as two names are compared: lower case, accents off, blanks as dots, and nothing
 * but letters, digits and dots (the peer's rule). Empty where a name has no letter and no digit.
 */
export function normalisedName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .trim()
    .replace(/\s+/gu, '.')
    .replace(/[^\p{L}\p{N}.]/gu, '')
    .toLowerCase()
    .replace(/\.{2,}/g, '.')
    .replace(/^\.|\.$/g, '');
}
