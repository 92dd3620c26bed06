import {
  addBatch,
  type ImportSummary,
} from '../../../../src/modules/directory/participants-file/import-summary.js';
import type { LoadedNotes, Rejection } from '../../../../src/modules/directory/participants-file/record.js';
import { reportLines } from '../../../../src/modules/directory/participants-file/report-lines.js';
import type { PlannedRecord } from './plan/plan-record.ts';
import type { SendResult } from './send/send-record.ts';

type Results = ReadonlyMap<number, SendResult>;

/** The rows that a table of records shows. */
export const views = [
  'all',
  'created',
  'changed',
  'unchanged',
  'refused',
  'noted',
  'sent',
  'failed',
] as const;
export type View = (typeof views)[number];

/** True if the view shows the record. */
export function isShown(view: View, record: PlannedRecord, results: Results): boolean {
  if (view === 'all') return true;
  if (view === 'noted') return hasNotes(record);
  const result = results.get(record.number);
  if (view === 'sent') return result?.errors.length === 0;
  if (view === 'failed') return (result?.errors.length ?? 0) > 0;
  return record.outcome === view;
}

/** Returns the number of records that each view shows. */
export function countsOf(records: readonly PlannedRecord[], results: Results): Record<View, number> {
  const counts = { all: 0, created: 0, changed: 0, unchanged: 0, refused: 0, noted: 0, sent: 0, failed: 0 };
  for (const record of records) {
    counts.all += 1;
    counts[record.outcome] += 1;
    if (hasNotes(record)) counts.noted += 1;
    const result = results.get(record.number);
    if (result !== undefined) counts[result.errors.length === 0 ? 'sent' : 'failed'] += 1;
  }
  return counts;
}

/** Adds the values that were read in another form or left out, which the command line counts alike. */
export function addNotes(summary: ImportSummary, records: readonly PlannedRecord[]): ImportSummary {
  const counts = { created: 0, updated: 0, unchanged: 0, rejected: 0, flagsCreated: 0 };
  return addBatch(summary, { counts, rejections: [], loaded: records.flatMap(loadedNotes) });
}

/** Returns the report in the form of the command line's: NDJSON, a line for each refused record and for each with notes. */
export function reportOf(records: readonly PlannedRecord[], results: Results): string {
  const rejections: Rejection[] = [];
  const loaded: LoadedNotes[] = [];
  for (const record of records) {
    const { number, organisationId } = record;
    const errors = [...record.errors, ...(results.get(number)?.errors ?? [])];
    if (errors.length > 0) rejections.push({ number, organisationId, errors });
    else loaded.push(...loadedNotes(record));
  }
  return reportLines({ rejections, loaded }).join('');
}

function loadedNotes({ number, organisationId, notes }: PlannedRecord): LoadedNotes[] {
  return notes === null || organisationId === null ? [] : [{ number, organisationId, notes }];
}

function hasNotes({ notes }: PlannedRecord): boolean {
  return notes !== null && notes.normalised.length + notes.odd.length > 0;
}
