import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { DatabaseTimeout } from '../../../database/database-errors.js';
import { FileImport, type ReadBatch } from './file-import.js';
import { ImportRunRepository } from './import-run.repository.js';
import { ImportUnderWay } from './import-under-way.js';
import { readAhead } from '../../../database/read-ahead.js';
import { DatabaseSession } from '../../../database/database-session.js';
import { emptySummary, type ImportSummary } from './import-summary.js';
import { loadDirectory } from './load-directory.js';
import { readBatches } from './read-batches.js';
import { RejectionReport } from './rejection-report.js';
import { splitRecords, UnreadableFile } from './split-records.js';

/** What to import, and how. */
export interface ImportRequest {
  readonly databaseUrl: string;
  readonly file: string;
  /** Where rejected records go. */
  readonly reportFile: string;
  /** Told after each chunk of the file: bytes read so far, of all, and records read so far. */
  readonly onProgress: (bytesRead: number, bytesTotal: number, recordsRead: number) => void;
  /** Told in sentences what is done before and after the records. */
  readonly onNote: (sentence: string) => void;
  /** Once true, the batch at hand is finished and the import stops; started again, it goes on from there. */
  readonly isStopping: () => boolean;
}

/** What came of an import. */
export interface ImportResult {
  readonly summary: ImportSummary;
  /** Records that an earlier, broken run had dealt with; their counts are in the summary. */
  readonly recordsDoneBefore: number;
  readonly isFinished: boolean;
}

const chunkBytes = 262_144;
/** About as long as a record of a full export is. */
const bytesOfRecord = 1_024;
const emptyProgress = { interactionId: '', summary: emptySummary, reportBytes: 0, recordsDone: 0 };

/**
 * Loads a participants file or NDJSON of any size in constant memory, one transaction for each batch. Broken off, the
 * next import of the same content goes on behind the last batch that was kept.
 * @throws UnreadableFile, ReportError, ImportUnderWay, DatabaseUnreachable, DatabaseTimeout
 */
export async function importFile(request: ImportRequest): Promise<ImportResult> {
  const bytesTotal = await sizeOf(request.file);
  const fingerprint = await fingerprintOf(request.file);
  const session = await DatabaseSession.open(request.databaseUrl);
  try {
    const runs = new ImportRunRepository();
    await lockFile(runs, session, fingerprint);
    await runs.createSeen(session);
    const known = await runs.findPosition(session, fingerprint);
    const position = known ?? { ...emptyProgress, interactionId: randomUUID() };
    const report = await RejectionReport.begin(request.reportFile, position.reportBytes);
    try {
      const fileImport = new FileImport(session, runs, report, fingerprint, position);
      const isFinished = await loadDirectory(session, bytesTotal / bytesOfRecord, request.onNote, () =>
        run(request, bytesTotal, fileImport),
      );
      if (isFinished) await runs.removePosition(session, fingerprint);
      return { summary: fileImport.summary, recordsDoneBefore: known?.recordsDone ?? 0, isFinished };
    } finally {
      await report.close();
    }
  } finally {
    await session.close();
  }
}

async function lockFile(
  runs: ImportRunRepository,
  session: DatabaseSession,
  fingerprint: string,
): Promise<void> {
  try {
    await runs.lock(session, fingerprint);
  } catch (error) {
    throw error instanceof DatabaseTimeout ? new ImportUnderWay() : error;
  }
}

async function run(request: ImportRequest, bytesTotal: number, fileImport: FileImport): Promise<boolean> {
  const stream = createReadStream(request.file, { highWaterMark: chunkBytes });
  for await (const batch of readAhead(readRecords(stream, fileImport))) {
    if (request.isStopping()) return false;
    await fileImport.take(batch);
    request.onProgress(stream.bytesRead, bytesTotal, batch.endOrdinal);
  }
  return true;
}

async function* readRecords(
  chunks: AsyncIterable<Buffer>,
  fileImport: FileImport,
): AsyncGenerator<ReadBatch> {
  for await (const batch of readBatches(splitRecords(chunks))) yield fileImport.read(batch);
}

async function sizeOf(file: string): Promise<number> {
  const found = await explaining(() => stat(file));
  if (!found.isFile()) throw new UnreadableFile('it is not a file');
  return found.size;
}

/** SHA-256 of the content: a file that is moved goes on where it stopped, one that is changed begins anew. */
async function fingerprintOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await explaining(async () => {
    for await (const chunk of createReadStream(file, { highWaterMark: chunkBytes }))
      hash.update(chunk as Buffer);
  });
  return hash.digest('hex');
}

async function explaining<Result>(task: () => Promise<Result>): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      if (error.code === 'ENOENT') throw new UnreadableFile('it does not exist');
      throw new UnreadableFile(error.message);
    }
    throw error;
  }
}
