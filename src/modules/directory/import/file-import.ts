import { setImmediate } from 'node:timers/promises';
import type { Queryable } from '../../../database/database.js';
import { BatchLoader, type BatchSteps } from './batch-loader.js';
import type { BatchOutcome } from '../participants-file/batch-outcome.js';
import type { ReadRecord } from './import-record.js';
import { organisationIdOf, toReadRecord } from './import-record.mapper.js';
import type { ImportPosition, ImportRunRepository, Occurrence } from './import-run.repository.js';
import type { DatabaseSession } from '../../../database/database-session.js';
import { addBatch, type ImportSummary } from '../participants-file/import-summary.js';
import type { RawRecord } from '../participants-file/raw-record.js';
import type { RawBatch } from './read-batches.js';
import type { ImportReport } from './import-report.js';
import { repeatedId, reportLines } from '../participants-file/report-lines.js';

/** The client of the history entries. */
const clientId = 'import';

/** Records validated before the event loop handles responses of the database. */
const recordsPerTurn = 32;

/** A batch after validation. */
export interface ReadBatch {
  /** Records that an earlier run loaded or rejected. */
  readonly done: readonly Occurrence[];
  readonly remaining: readonly ReadRecord[];
  /** The number of its last record in the file. */
  readonly lastNumber: number;
  /** The average size of its records. */
  readonly bytesPerRecord: number;
}

/** The import of one file. Position, report and summary always match what is committed. */
export class FileImport implements BatchSteps {
  private readonly loader: BatchLoader;
  private pending: ImportPosition;
  /** Records at the beginning of the file that an earlier run loaded or rejected. */
  private readonly recordsDoneBefore: number;
  private readonly writtenBefore: number;

  constructor(
    private readonly session: DatabaseSession,
    private readonly runs: ImportRunRepository,
    private readonly report: ImportReport,
    private readonly fingerprint: string,
    private position: ImportPosition,
  ) {
    this.pending = position;
    this.recordsDoneBefore = position.recordsDone;
    this.writtenBefore = writtenIn(position.summary);
    this.loader = new BatchLoader(session, { clientId, interactionId: position.interactionId }, this);
  }

  /** The share of the records of this run that created or changed an organisation; 0 before the first. */
  get writtenShare(): number {
    const { summary, recordsDone } = this.position;
    const written = writtenIn(summary) - this.writtenBefore;
    return written === 0 ? 0 : written / (recordsDone - this.recordsDoneBefore);
  }

  get summary(): ImportSummary {
    return this.position.summary;
  }

  /** Validates a batch without the database; of records that an earlier run did, reads only the ids. */
  async read({ firstNumber, records }: RawBatch): Promise<ReadBatch> {
    const doneCount = Math.min(Math.max(this.recordsDoneBefore + 1 - firstNumber, 0), records.length);
    const remaining: ReadRecord[] = [];
    for (let index = doneCount; index < records.length; index += recordsPerTurn) {
      const some = records.slice(index, index + recordsPerTurn);
      remaining.push(...some.map((raw, offset) => readRecord(raw, firstNumber + index + offset)));
      await setImmediate();
    }
    return {
      done: records.slice(0, doneCount).flatMap((raw, index) => occurrenceOf(raw, firstNumber + index)),
      remaining,
      lastNumber: firstNumber + records.length - 1,
      bytesPerRecord: records.reduce((sum, { bytes }) => sum + bytes, 0) / records.length,
    };
  }

  /** Loads a batch; notes the ids of records that an earlier run did. */
  async load({ done, remaining }: ReadBatch): Promise<void> {
    if (done.length > 0) await this.runs.addSeen(this.session, done);
    if (remaining.length > 0) await this.loader.load(remaining);
  }

  async refuseRepeated(transaction: Queryable, batch: readonly ReadRecord[]): Promise<Map<number, string>> {
    const occurrences = batch.flatMap(({ organisationId, number }) =>
      organisationId === null ? [] : [{ organisationId, number }],
    );
    const repeated = await this.runs.addSeen(transaction, occurrences);
    return new Map(repeated.map(({ number, firstNumber }) => [number, repeatedId(firstNumber)]));
  }

  async beforeCommit(
    transaction: Queryable,
    outcome: BatchOutcome,
    batch: readonly ReadRecord[],
  ): Promise<void> {
    this.pending = {
      interactionId: this.position.interactionId,
      recordsDone: this.position.recordsDone + batch.length,
      summary: addBatch(this.position.summary, outcome),
      reportBytes: await this.report.write(reportLines(outcome)),
    };
    await this.runs.savePosition(transaction, this.fingerprint, this.pending);
  }

  afterCommit(): void {
    this.position = this.pending;
    this.report.settle();
  }
}

function writtenIn({ created, updated }: ImportSummary): number {
  return created + updated;
}

function readRecord({ object, fault }: RawRecord, number: number): ReadRecord {
  if (object === null) return { number, organisationId: null, record: null, errors: [fault] };
  return { number, ...toReadRecord(object) };
}

function occurrenceOf({ object }: RawRecord, number: number): Occurrence[] {
  const organisationId = object === null ? null : organisationIdOf(object);
  return organisationId === null ? [] : [{ organisationId, number }];
}
