/**
 * The directory's version, an expression: the counts of all rows of the counter. They grow with the changes, in the
 * transactions of the changes, so the same text stands for the same content. Its last count is that of the flags.
 */
export const directoryVersion = `(SELECT string_agg(changes::text, ' ' ORDER BY shard) FROM directory.change_counter)`;

/** The part of a version that changes when a flag itself is made or changed. */
export function flagsVersionIn(version: string): string {
  return version.slice(version.lastIndexOf(' ') + 1);
}

/**
 * Whether what has the version `version` shows every change that `least` counts. Each count is of changes that were
 * acknowledged one after the other, so this is not told from the sum of them: a standby may show two changes in another
 * order than its primary did.
 */
export function hasReached(version: string, least: string): boolean {
  const counts = version.split(' ').map(Number);
  return least.split(' ').every((count, shard) => (counts[shard] ?? -1) >= Number(count));
}
