import type { RecordNotes } from './import-record.js';

/** The counts of an import so far; plain JSON, stored with its position. */
export interface ImportSummary {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly flagsCreated: number;
  /** The number of normalised values by kind. */
  readonly normalised: Readonly<Record<string, number>>;
  /** Unknown keys, with the number of organisations and of entries. */
  readonly leftOut: Readonly<Record<string, LeftOut>>;
}

interface LeftOut {
  readonly organisations: number;
  readonly entries: number;
}

/** The counts that one batch adds. */
export type BatchCounts = Pick<
  ImportSummary,
  'created' | 'updated' | 'unchanged' | 'rejected' | 'flagsCreated'
>;

/** Max unknown keys counted by name, since a file may contain any number of them. */
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

/** Returns the summary with one more batch; `notes` are those of its loaded records. */
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
