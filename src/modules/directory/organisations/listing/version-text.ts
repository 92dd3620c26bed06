/**
 * The directory's version, an SQL expression: all counts of the change counter. Changes increment a count in their own
 * transaction, so equal texts mean equal content. The last count is that of the flags.
 */
export const directoryVersion = `(SELECT string_agg(changes::text, ' ' ORDER BY shard) FROM directory.change_counter)`;

/** The part of a version that changes when a flag itself is created or changed. */
export function flagsVersionIn(version: string): string {
  return version.slice(version.lastIndexOf(' ') + 1);
}

/**
 * True if content at `version` includes every change that `required` counts. Compares count by count, not their sum: a
 * standby can show two changes in another order than its primary did.
 */
export function hasReached(version: string, required: string): boolean {
  const counts = version.split(' ').map(Number);
  return required.split(' ').every((count, shard) => (counts[shard] ?? -1) >= Number(count));
}
