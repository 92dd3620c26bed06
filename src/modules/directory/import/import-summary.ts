import type { RecordNotes } from './import-record.js';

/** What came of an import so far; plain JSON, kept with its position. */
export interface ImportSummary {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly flagsCreated: number;
  /** How often each kind of value was brought into form. */
  readonly normalised: Readonly<Record<string, number>>;
  /** Keys without a place in the directory: how many organisations had them, with how many entries. */
  readonly leftOut: Readonly<Record<string, LeftOut>>;
}

/** How often a key was left out. */
interface LeftOut {
  readonly organisations: number;
  readonly entries: number;
}

/** The counts that one batch adds. */
export type BatchCounts = Pick<
  ImportSummary,
  'created' | 'updated' | 'unchanged' | 'rejected' | 'flagsCreated'
>;

/** So many keys are told apart; a file may hold any number of them, the summary may not. */
const maxLeftOutKeys = 100;
const otherKeys = '(other keys)';

export const emptySummary: ImportSummary = {
  created: 0,
  updated: 0,
  unchanged: 0,
  rejected: 0,
  flagsCreated: 0,
  normalised: {},
  leftOut: {},
};

/** A summary with one more batch in it; `notes` are those of the records that were taken. */
export function addBatch(
  summary: ImportSummary,
  counts: BatchCounts,
  notes: readonly RecordNotes[],
): ImportSummary {
  const normalised = new Map(Object.entries(summary.normalised));
  const leftOut = new Map(Object.entries(summary.leftOut));
  for (const note of notes) {
    for (const kind of note.normalised) normalised.set(kind, (normalised.get(kind) ?? 0) + 1);
    for (const [key, entries] of note.leftOut) addLeftOut(leftOut, key, entries);
  }
  return {
    created: summary.created + counts.created,
    updated: summary.updated + counts.updated,
    unchanged: summary.unchanged + counts.unchanged,
    rejected: summary.rejected + counts.rejected,
    flagsCreated: summary.flagsCreated + counts.flagsCreated,
    normalised: Object.fromEntries(normalised),
    leftOut: Object.fromEntries(leftOut),
  };
}

function addLeftOut(leftOut: Map<string, LeftOut>, key: string, entries: number): void {
  const name = leftOut.has(key) || leftOut.size < maxLeftOutKeys ? key : otherKeys;
  const known = leftOut.get(name) ?? { organisations: 0, entries: 0 };
  leftOut.set(name, { organisations: known.organisations + 1, entries: known.entries + entries });
}
