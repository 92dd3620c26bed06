/**
 * Returns a text with its ASCII letters in lower case, as `lower(x COLLATE "C")` in SQL. Other letters stay as they are:
 * Unicode's lower case makes a Kelvin sign a `k`, and so one person another.
 */
export function asciiLowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
