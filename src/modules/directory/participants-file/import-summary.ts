import type { BatchCounts, BatchOutcome } from './batch-outcome.js';
import type { RecordNotes, Rejection } from './record.js';

/** The counts of an import so far; plain JSON, stored with its position. */
export interface ImportSummary extends BatchCounts {
  /** The number of normalised values by kind. */
  readonly normalised: Readonly<Record<string, number>>;
  /** The first rejected records, for the screen. */
  readonly firstRejections: readonly Rejection[];
  /** Unknown keys, with the number of organisations and of entries. */
  readonly leftOut: Readonly<Record<string, LeftOut>>;
}

interface LeftOut {
  readonly organisations: number;
  readonly entries: number;
}

/** Max unknown keys counted by name, since a file may contain any number of them. */
const maxLeftOutKeys = 100;
/** Rejected records that the command shows. */
const shownRejections = 3;
const otherKeys = '(other keys)';

export const emptySummary: ImportSummary = {
  created: 0,
  updated: 0,
  unchanged: 0,
  rejected: 0,
  flagsCreated: 0,
  normalised: {},
  firstRejections: [],
  leftOut: {},
};

/** Returns the summary with one more batch. */
export function addBatch(
  summary: ImportSummary,
  { counts, rejections, loaded }: BatchOutcome,
): ImportSummary {
  const normalised = new Map(Object.entries(summary.normalised));
  const leftOut = new Map(Object.entries(summary.leftOut));
  for (const { notes } of loaded) {
    for (const kind of kindsOf(notes)) normalised.set(kind, (normalised.get(kind) ?? 0) + 1);
    for (const [key, entries] of notes.leftOut) addLeftOut(leftOut, key, entries);
  }
  return {
    created: summary.created + counts.created,
    updated: summary.updated + counts.updated,
    unchanged: summary.unchanged + counts.unchanged,
    rejected: summary.rejected + counts.rejected,
    flagsCreated: summary.flagsCreated + counts.flagsCreated,
    normalised: Object.fromEntries(normalised),
    firstRejections: [...summary.firstRejections, ...rejections].slice(0, shownRejections),
    leftOut: Object.fromEntries(leftOut),
  };
}

function kindsOf({ normalised, odd }: RecordNotes): string[] {
  return [...normalised, ...odd.map(({ kind }) => kind)];
}

function addLeftOut(leftOut: Map<string, LeftOut>, key: string, entries: number): void {
  const name = leftOut.has(key) || leftOut.size < maxLeftOutKeys ? key : otherKeys;
  const known = leftOut.get(name) ?? { organisations: 0, entries: 0 };
  leftOut.set(name, { organisations: known.organisations + 1, entries: known.entries + entries });
}
