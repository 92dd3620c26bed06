import type { OwnedEntry } from './logged-entry.js';

/** An entry that waits for its position. */
export interface Candidate extends OwnedEntry {
  /** True if the entry before it in its own history has a position, or if there is none. */
  readonly followsPositioned: boolean;
}

/**
 * Returns the candidates whose predecessor neither has a position nor is a candidate. Transactions commit in another order
 * than their ids, so a later revision can have the earlier id.
 */
export function withoutPredecessor(candidates: readonly Candidate[]): Candidate[] {
  const keys = new Set(candidates.map((entry) => keyOf(entry, entry.revision)));
  return candidates.filter(
    (entry) => !entry.followsPositioned && !keys.has(keyOf(entry, entry.revision - 1)),
  );
}

/**
 * Returns candidates and the predecessors that they lack in the order of the log: as they came, but each after the earlier
 * revisions of its owner.
 */
export function orderBatch(
  candidates: readonly OwnedEntry[],
  predecessors: readonly OwnedEntry[],
): OwnedEntry[] {
  const waiting = new Map<string, OwnedEntry[]>();
  const known = new Set<string>();
  for (const entry of [...candidates, ...predecessors]) {
    const key = keyOf(entry, entry.revision);
    if (known.has(key)) continue;
    known.add(key);
    const owner = keyOf(entry, 0);
    waiting.set(owner, [...(waiting.get(owner) ?? []), entry]);
  }
  for (const entries of waiting.values()) entries.sort((one, other) => one.revision - other.revision);
  return candidates.flatMap((candidate) => {
    const entries = waiting.get(keyOf(candidate, 0)) ?? [];
    const later = entries.findIndex((entry) => entry.revision > candidate.revision);
    return entries.splice(0, later < 0 ? entries.length : later);
  });
}

function keyOf({ owner, ownerId }: OwnedEntry, revision: number): string {
  return `${owner} ${revision} ${ownerId}`;
}
