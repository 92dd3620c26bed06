import { setImmediate } from 'node:timers/promises';
import type { Queryable } from '../../../database/database.js';
import { BatchLoader, type BatchOutcome, type BatchSteps } from './batch-loader.js';
import type { ReadRecord } from './import-record.js';
import { organisationIdOf } from './import-record.mapper.js';
import type { ImportPosition, ImportRunRepository, Occurrence } from './import-run.repository.js';
import type { DatabaseSession } from '../../../database/database-session.js';
import { addBatch, type ImportSummary } from './import-summary.js';
import { parseObject, readRecord } from './parse-record.js';
import type { RawRecord } from './raw-record.js';
import type { RawBatch } from './read-batches.js';
import type { RejectionReport } from './rejection-report.js';

/** The client that stands in the history for imports. */
const clientId = 'import';

/** So many records are read between two looks at what the database answered. */
const recordsAtATime = 32;

/** A batch whose records are read and checked. */
export interface ReadBatch {
  readonly seenBefore: readonly Occurrence[];
  readonly remaining: readonly ReadRecord[];
  /** The place behind its last record in the file. */
  readonly endOrdinal: number;
}

/** The import of one file: keeps position, report and summary in step with what is committed. */
export class FileImport implements BatchSteps {
  private readonly loader: BatchLoader;
  private pending: ImportPosition;
  /** The first record that no earlier run did. */
  private readonly firstOrdinal: number;

  constructor(
    private readonly session: DatabaseSession,
    private readonly runs: ImportRunRepository,
    private readonly report: RejectionReport,
    private readonly fingerprint: string,
    private position: ImportPosition,
  ) {
    this.pending = position;
    this.firstOrdinal = position.recordsDone;
    this.loader = new BatchLoader(session, { clientId, interactionId: position.interactionId }, this);
  }

  get summary(): ImportSummary {
    return this.position.summary;
  }

  /** Reads the records of a batch, whatever the database is doing; those that an earlier run did only for their ids. */
  async read({ firstOrdinal, records }: RawBatch): Promise<ReadBatch> {
    const done = Math.min(Math.max(this.firstOrdinal - firstOrdinal, 0), records.length);
    const remaining: ReadRecord[] = [];
    for (let index = done; index < records.length; index += recordsAtATime) {
      const some = records.slice(index, index + recordsAtATime);
      remaining.push(...some.map((raw, offset) => readRecord(raw, firstOrdinal + index + offset)));
      // What the database answers meanwhile is dealt with at once, so that it does not wait for the next statement.
      await setImmediate();
    }
    return {
      seenBefore: records.slice(0, done).flatMap((raw, index) => occurrenceOf(raw, firstOrdinal + index)),
      remaining,
      endOrdinal: firstOrdinal + records.length,
    };
  }

  /** Loads the records of a batch; those that an earlier run did are only noted as seen. */
  async take({ seenBefore, remaining }: ReadBatch): Promise<void> {
    if (seenBefore.length > 0) await this.runs.addSeen(this.session, seenBefore);
    if (remaining.length > 0) await this.loader.load(remaining);
  }

  async refuseRepeated(transaction: Queryable, batch: readonly ReadRecord[]): Promise<Map<number, string>> {
    const occurrences = batch.flatMap(({ organisationId, ordinal, line }) =>
      organisationId === null ? [] : [{ organisationId, ordinal, line }],
    );
    const repeated = await this.runs.addSeen(transaction, occurrences);
    return new Map(
      repeated.map(({ ordinal, firstLine }) => [
        ordinal,
        `OrganisationId occurs more than once in the file, first on line ${firstLine}`,
      ]),
    );
  }

  async beforeCommit(
    transaction: Queryable,
    outcome: BatchOutcome,
    batch: readonly ReadRecord[],
  ): Promise<void> {
    this.pending = {
      interactionId: this.position.interactionId,
      recordsDone: this.position.recordsDone + batch.length,
      summary: addBatch(this.position.summary, outcome.counts, outcome.notes),
      reportBytes: await this.report.write(outcome.rejections),
    };
    await this.runs.savePosition(transaction, this.fingerprint, this.pending);
  }

  afterCommit(): void {
    this.position = this.pending;
    this.report.settle();
  }
}

function occurrenceOf(raw: RawRecord, ordinal: number): Occurrence[] {
  const { object } = parseObject(raw);
  const organisationId = object === null ? null : organisationIdOf(object);
  return organisationId === null ? [] : [{ organisationId, ordinal, line: raw.line }];
}
