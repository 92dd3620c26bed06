import type { LoadedNotes, Rejection } from '../participants-file/record.js';
import type { ImportRecord, ReadRecord } from './import-record.js';

/** Sorts the records of a batch into those to load and those rejected with reasons. */
export class BatchValidation {
  private readonly errors = new Map<ReadRecord, readonly string[]>();

  /** @param repeated the reason for each record whose id the file held before, by record number */
  constructor(
    private readonly batch: readonly ReadRecord[],
    repeated: ReadonlyMap<number, string>,
  ) {
    for (const entry of batch) {
      const reason = repeated.get(entry.number);
      if (reason !== undefined) this.errors.set(entry, [...entry.errors, reason]);
      else if (entry.record === null) this.errors.set(entry, entry.errors);
    }
  }

  /** The records without errors so far. */
  accepted(): ImportRecord[] {
    return this.batch.flatMap((entry) =>
      this.errors.has(entry) || entry.record === null ? [] : [entry.record],
    );
  }

  /** Rejects the accepted records for which `rule` returns sentences. */
  validate(rule: (record: ImportRecord) => readonly string[]): void {
    for (const entry of this.batch) {
      if (entry.record === null || this.errors.has(entry)) continue;
      const errors = rule(entry.record);
      if (errors.length > 0) this.errors.set(entry, errors);
    }
  }

  /** The rejected records, in the order of the file. */
  rejections(): Rejection[] {
    return this.batch.flatMap((entry) => {
      const errors = this.errors.get(entry);
      return errors === undefined
        ? []
        : [{ number: entry.number, organisationId: entry.organisationId, errors }];
    });
  }

  /** The notes on the accepted records, in the order of the file. */
  loaded(): LoadedNotes[] {
    return this.batch.flatMap((entry) => {
      if (entry.record === null || this.errors.has(entry)) return [];
      const { organisationId, notes } = entry.record;
      return [{ number: entry.number, organisationId, notes }];
    });
  }
}
