import type { FlagLookup } from '../../../../../src/modules/directory/participants-file/flag-lookup.js';
import {
  emptySummary,
  type ImportSummary,
} from '../../../../../src/modules/directory/participants-file/import-summary.js';
import type { FileEntry } from '../file/read-entries.ts';
import { newTurn } from '../file/turn.ts';
import { addNotes } from '../summary.ts';
import { lookUpFlags, lookUpOrganisations, type Reading } from './look-up.ts';
import { type PlannedRecord, planRecord, type StoredFlag } from './plan-record.ts';

/** The changes that a file would make to the directory. */
export interface FilePlan {
  readonly records: readonly PlannedRecord[];
  readonly lookup: FlagLookup<StoredFlag>;
  /** Counts of the values that were read in another form or left out. */
  readonly notes: ImportSummary;
  /** Number of records whose CreatedOn the API does not take over. */
  readonly losingCreatedOn: number;
}

/** Records planned before the page may draw. */
const recordsOfTurn = 500;

/** Compares the records of a file with the directory. */
export async function planFile(entries: readonly FileEntry[], reading: Reading): Promise<FilePlan> {
  const lookup = await lookUpFlags(entries, reading);
  const { stored, planned } = await lookUpOrganisations(entries, lookup, reading);
  const records: PlannedRecord[] = [];
  const turn = newTurn();
  let notes = emptySummary;
  for (let at = 0; at < entries.length; at += recordsOfTurn) {
    await turn();
    const some = entries
      .slice(at, at + recordsOfTurn)
      .map(
        (entry) =>
          planned.get(entry.number) ??
          planRecord(entry, stored.get(entry.organisationId ?? '') ?? null, lookup),
      );
    records.push(...some);
    notes = addNotes(notes, some);
  }
  const losingCreatedOn = records.filter(({ losesCreatedOn }) => losesCreatedOn).length;
  return { records, lookup, notes, losingCreatedOn };
}
