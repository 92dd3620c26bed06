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
  const { stored, planned } = await lookUpOrganisations(entries, lookup, reading);
  const records: PlannedRecord[] = [];
  const turn = newTurn();
  for (const entry of entries) {
    await turn();
    const found = stored.get(entry.organisationId ?? '') ?? null;
    records.push(planned.get(entry.number) ?? planRecord(entry, found, lookup));
  }
  return { records, lookup };
}
