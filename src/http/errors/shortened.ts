/** Max characters of a request's own text in a sentence, which must not grow with the request. */
const maxLength = 100;

/** Returns a text of the request for a sentence, cut to 100 characters. */
export function shortened(text: string): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength)}…`;
}
