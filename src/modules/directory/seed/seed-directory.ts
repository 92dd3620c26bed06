import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Queryable } from '../../../database/database.js';
import { BatchLoader, type BatchSteps } from '../import/batch-loader.js';
import type { BatchOutcome } from '../participants-file/batch-outcome.js';
import { toReadRecord } from '../import/import-record.mapper.js';
import type { ReadRecord } from '../import/import-record.js';
import { loadDirectory } from '../import/load-directory.js';
import { DatabaseSession } from '../../../database/database-session.js';
import { readAhead } from '../../../database/read-ahead.js';
import { addBatch, emptySummary, type ImportSummary } from '../participants-file/import-summary.js';
import { demonstrationOrganisation } from './demonstration-organisation.mapper.js';

/** The demonstration set to load, and its size. */
export interface SeedRequest {
  readonly databaseUrl: string;
  readonly count: number;
  readonly seed: number;
  readonly onProgress: (done: number) => void;
  /** Told in sentences what is done before and after the organisations. */
  readonly onNote: (sentence: string) => void;
  /** Once true, the batch at hand is finished and the rest is not loaded. */
  readonly isStopping: () => boolean;
}

/** Named here so that the history tells demonstration data from imported data. */
const clientId = 'seed';
const batchSize = 500;
/** Records made before the event loop handles responses of the database. */
const recordsPerTurn = 32;

/**
 * Loads the fictional demonstration set, the sample organisation first, in the way that files are imported. The same
 * request again changes nothing, and puts back what was amended meanwhile.
 * @throws DatabaseUnreachable, DatabaseTimeout
 */
export async function seedDirectory(request: SeedRequest): Promise<ImportSummary> {
  const session = await DatabaseSession.open(request.databaseUrl);
  try {
    const steps = new SeedSteps();
    const loader = new BatchLoader(session, { clientId, interactionId: randomUUID() }, steps);
    await loadDirectory(session, request.onNote, async (dropIndexes) => {
      await dropIndexes(request.count);
      await loadAll(loader, request);
    });
    return steps.summary;
  } finally {
    await session.close();
  }
}

async function loadAll(loader: BatchLoader, request: SeedRequest): Promise<void> {
  let done = 0;
  for await (const batch of readAhead(batches(request))) {
    if (request.isStopping()) return;
    await loader.load(batch);
    done += batch.length;
    request.onProgress(done);
  }
}

/** Makes each batch while the database loads the one before. */
async function* batches({ count, seed }: SeedRequest): AsyncGenerator<ReadRecord[]> {
  let batch: ReadRecord[] = [];
  for (let index = 0; index < count; index++) {
    batch.push({ number: index + 1, ...toReadRecord(demonstrationOrganisation(index, seed)) });
    if (index % recordsPerTurn === 0) await setImmediate();
    if (batch.length < batchSize && index + 1 < count) continue;
    yield batch;
    batch = [];
  }
}

/** The generator repeats no id, so there is nothing to refuse; the summary is all that is kept. */
class SeedSteps implements BatchSteps {
  summary: ImportSummary = emptySummary;
  private pending: ImportSummary = emptySummary;

  refuseRepeated(): Promise<Map<number, string>> {
    return Promise.resolve(new Map<number, string>());
  }

  beforeCommit(_: Queryable, outcome: BatchOutcome): Promise<void> {
    this.pending = addBatch(this.summary, outcome);
    return Promise.resolve();
  }

  afterCommit(): void {
    this.summary = this.pending;
  }
}
