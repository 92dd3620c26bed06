/** Returns the object with its keys in alphabetical order, as every response of Notify has them. */
export function sortedKeys<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))) as T;
}
