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

/** The import of one file: keeps position, report and summary in step with what is committed. */
export class FileImport implements BatchSteps {
  private readonly loader: BatchLoader;
  private pending: ImportPosition;

  constructor(
    private readonly session: DatabaseSession,
    private readonly runs: ImportRunRepository,
    private readonly report: RejectionReport,
    private readonly fingerprint: string,
    private position: ImportPosition,
  ) {
    this.pending = position;
    this.loader = new BatchLoader(session, { clientId, interactionId: position.interactionId }, this);
  }

  get summary(): ImportSummary {
    return this.position.summary;
  }

  /** Loads the records of a batch; those that an earlier run did are only noted as seen. */
  async take({ firstOrdinal, records }: RawBatch): Promise<void> {
    const done = Math.min(Math.max(this.position.recordsDone - firstOrdinal, 0), records.length);
    if (done > 0) {
      await this.runs.addSeen(
        this.session,
        records.slice(0, done).flatMap((raw, index) => occurrenceOf(raw, firstOrdinal + index)),
      );
    }
    const remaining = records.slice(done).map((raw, index) => readRecord(raw, firstOrdinal + done + index));
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
