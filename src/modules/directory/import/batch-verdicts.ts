import type { ImportRecord, ReadRecord, Rejection } from './import-record.js';

/** Which records of a batch are still to be loaded, and why the others are not. */
export class BatchVerdicts {
  private readonly errors = new Map<ReadRecord, readonly string[]>();

  constructor(
    private readonly batch: readonly ReadRecord[],
    repeated: ReadonlyMap<number, string>,
  ) {
    for (const entry of batch) {
      const reason = repeated.get(entry.ordinal);
      if (reason !== undefined) this.errors.set(entry, [...entry.errors, reason]);
      else if (entry.record === null) this.errors.set(entry, entry.errors);
    }
  }

  /** The records that nothing speaks against so far. */
  accepted(): ImportRecord[] {
    return this.batch.flatMap((entry) =>
      this.errors.has(entry) || entry.record === null ? [] : [entry.record],
    );
  }

  /** Holds every record that is still accepted against a rule: a sentence for each fault. */
  judge(faultsOf: (record: ImportRecord) => readonly string[]): void {
    for (const entry of this.batch) {
      if (entry.record === null || this.errors.has(entry)) continue;
      const faults = faultsOf(entry.record);
      if (faults.length > 0) this.errors.set(entry, faults);
    }
  }

  /** The others, in their order. */
  rejections(): Rejection[] {
    return this.batch.flatMap((entry) => {
      const errors = this.errors.get(entry);
      return errors === undefined ? [] : [{ line: entry.line, organisationId: entry.organisationId, errors }];
    });
  }
}
