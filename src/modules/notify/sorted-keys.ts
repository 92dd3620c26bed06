/** The same object with its own keys in alphabetical order, as everything of Notify leaves. */
export function sortedKeys<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))) as T;
}
