import type { RawRecord } from '../participants-file/raw-record.js';

/** Records for one transaction. */
export interface RawBatch {
  /** The number of the first record in the file, from 1. */
  readonly firstNumber: number;
  readonly records: readonly RawRecord[];
}

const maxRecords = 500;
/** Large records make smaller batches, so that every batch needs about the same memory. */
const maxBytes = 4_194_304;

/**
 * Gathers records into batches.
 * @throws what `groups` throws, after the records before it
 */
export async function* readBatches(groups: AsyncIterable<readonly RawRecord[]>): AsyncGenerator<RawBatch> {
  const batches = new Batches();
  try {
    for await (const group of groups) yield* batches.add(group);
  } catch (error) {
    yield* batches.rest();
    throw error;
  }
  yield* batches.rest();
}

class Batches {
  private records: RawRecord[] = [];
  private bytes = 0;
  private firstNumber = 1;

  *add(group: readonly RawRecord[]): Generator<RawBatch> {
    for (const record of group) {
      this.records.push(record);
      this.bytes += record.bytes;
      if (this.records.length >= maxRecords || this.bytes >= maxBytes) yield* this.rest();
    }
  }

  *rest(): Generator<RawBatch> {
    if (this.records.length === 0) return;
    const { firstNumber, records } = this;
    this.firstNumber += records.length;
    this.records = [];
    this.bytes = 0;
    yield { firstNumber, records };
  }
}
