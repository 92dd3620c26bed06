import type { FlagLookup } from '../../../../../src/modules/directory/participants-file/flag-lookup.js';
import type { FileEntry } from '../file/read-entries.ts';
import { newTurn } from '../file/turn.ts';
import { lookUpFlags, lookUpOrganisations, type Reading } from './look-up.ts';
import { type PlannedRecord, planRecord, type StoredFlag } from './plan-record.ts';

/** What a file would do to the directory. */
export interface FilePlan {
  readonly records: readonly PlannedRecord[];
  readonly lookup: FlagLookup<StoredFlag>;
}

/** Compares the records of a file with the directory. */
export async function planFile(entries: readonly FileEntry[], reading: Reading): Promise<FilePlan> {
  const lookup = await lookUpFlags(entries, reading);
  const { stored, unchanged } = await lookUpOrganisations(entries, lookup, reading);
  const records: PlannedRecord[] = [];
  const turn = newTurn();
  for (const entry of entries) {
    await turn();
    const id = entry.organisationId ?? '';
    if (unchanged.has(id) && entry.record !== null) records.push(unchangedRecord(entry));
    else records.push(planRecord(entry, stored.get(id) ?? null, lookup));
  }
  return { records, lookup };
}

function unchangedRecord({ number, organisationId, name, record }: FileEntry): PlannedRecord {
  const notes = record?.notes ?? null;
  return { number, organisationId, name, notes, outcome: 'unchanged', changes: [], errors: [], writes: null };
}
