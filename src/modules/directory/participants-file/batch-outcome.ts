import type { LoadedNotes, Rejection } from './record.js';

/** The counts that one batch adds. */
export interface BatchCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly flagsCreated: number;
}

/** The result of one batch. */
export interface BatchOutcome {
  readonly counts: BatchCounts;
  readonly rejections: readonly Rejection[];
  /** The records that were loaded, in the order of the file. */
  readonly loaded: readonly LoadedNotes[];
}
