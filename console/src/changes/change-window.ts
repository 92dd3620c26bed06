import type { ChangeEntry, Place } from 'organisations-directory-client';

/** The newest part of the log as a page shows it. */
export interface ChangeWindow {
  readonly log: string;
  /** Newest first; only those that the page's filter lets through. */
  readonly entries: readonly ChangeEntry[];
  /** Every position after this one was looked at; 0 if the whole log was. */
  readonly from: number;
  /** The last position that was looked at. */
  readonly to: number;
}

/** Returns a window at the end of the log that has looked at nothing yet. */
export function emptyWindow({ log, position }: Place): ChangeWindow {
  return { log, entries: [], from: position, to: position };
}

/**
 * Adds entries at the new end of the window, and drops the oldest above the maximum. What is dropped can be read again.
 * @param changes in the order of the log
 * @param to the last position that was looked at
 */
export function withNewer(
  window: ChangeWindow,
  changes: readonly ChangeEntry[],
  to: number,
  maxEntries: number,
): ChangeWindow {
  const entries = [...changes.toReversed(), ...window.entries];
  if (entries.length <= maxEntries) return { ...window, entries, to };
  const kept = entries.slice(0, maxEntries);
  return { ...window, entries: kept, from: (kept.at(-1)?.Position ?? to + 1) - 1, to };
}

/**
 * Adds entries at the old end of the window.
 * @param changes in the order of the log
 * @param from every position after this one was looked at
 */
export function withOlder(window: ChangeWindow, changes: readonly ChangeEntry[], from: number): ChangeWindow {
  return { ...window, entries: [...window.entries, ...changes.toReversed()], from };
}
