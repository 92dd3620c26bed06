/** Returns the label of a word of the API; one that this release does not know is shown as it is. */
export function labelOf(labels: Readonly<Record<string, string>>, word: string): string {
  return Object.hasOwn(labels, word) ? (labels[word] ?? word) : word;
}
