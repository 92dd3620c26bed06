import type { RawRecord } from './raw-record.js';

/** Records that go into one transaction. */
export interface RawBatch {
  /** The place of the first among the records of the file, from 0. */
  readonly firstOrdinal: number;
  readonly records: readonly RawRecord[];
}

const maxRecords = 500;
/** Large records make smaller batches, so that a batch takes the same memory whatever it holds. */
const maxCharacters = 4_194_304;

/** Gathers records into batches. */
export async function* readBatches(groups: AsyncIterable<readonly RawRecord[]>): AsyncGenerator<RawBatch> {
  let records: RawRecord[] = [];
  let characters = 0;
  let firstOrdinal = 0;
  for await (const group of groups) {
    for (const record of group) {
      records.push(record);
      characters += record.text?.length ?? 0;
      if (records.length < maxRecords && characters < maxCharacters) continue;
      yield { firstOrdinal, records };
      firstOrdinal += records.length;
      records = [];
      characters = 0;
    }
  }
  if (records.length > 0) yield { firstOrdinal, records };
}
