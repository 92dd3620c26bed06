import type { HistoryOperation } from './history.values.js';

/** One changed field, with its values on the wire before and after. */
export interface FieldChange {
  readonly Field: string;
  readonly Old: unknown;
  readonly New: unknown;
}

/** One change of an organisation or a flag: who, when, what. */
export interface HistoryEntry {
  /** Counts from 1 for each organisation and each flag. */
  readonly revision: number;
  readonly at: Date;
  readonly clientId: string;
  readonly userEmail: string | null;
  readonly interactionId: string;
  readonly operation: HistoryOperation;
  readonly changes: readonly FieldChange[];
}

/** An entry before the database gives it its revision and time. */
export type NewHistoryEntry = Omit<HistoryEntry, 'revision' | 'at'>;

/**
 * Returns the differences between two states, in the order of `after`; for a new owner (`before` null), every field that
 * has a value, an empty list included.
 * @param before values by wire name
 * @param after values by wire name
 */
export function fieldChanges(
  before: Readonly<Record<string, unknown>> | null,
  after: Readonly<Record<string, unknown>>,
): FieldChange[] {
  return Object.entries(after).flatMap(([Field, New]) => {
    const Old = before?.[Field] ?? null;
    return isSame(Old, New) ? [] : [{ Field, Old, New }];
  });
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  return Array.isArray(one) && Array.isArray(other) && JSON.stringify(one) === JSON.stringify(other);
}
