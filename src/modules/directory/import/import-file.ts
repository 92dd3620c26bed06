import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { DatabaseTimeout } from '../../../database/database-errors.js';
import { FileImport, type ReadBatch } from './file-import.js';
import { ImportRunRepository } from './import-run.repository.js';
import { readAhead } from '../../../database/read-ahead.js';
import { DatabaseSession } from '../../../database/database-session.js';
import { emptySummary, type ImportSummary } from './import-summary.js';
import { loadDirectory } from './load-directory.js';
import { BrokenJson } from './raw-record.js';
import { readBatches } from './read-batches.js';
import { RejectionReport } from './rejection-report.js';
import { splitRecords, UnreadableFile } from './split-records.js';

/** Another process imports the same file. */
export class ImportUnderWay extends Error {
  constructor() {
    super('Another process is importing this file. Wait until it has finished.');
  }
}

export interface ImportRequest {
  readonly databaseUrl: string;
  readonly file: string;
  /** The file for rejected records. */
  readonly reportFile: string;
  /** Called after each batch with the bytes read, the size of the file and the records read. */
  readonly onProgress: (bytesRead: number, bytesTotal: number, recordsRead: number) => void;
  /** Called with a sentence for each step before and after the records. */
  readonly onNote: (sentence: string) => void;
  /** Once true, the import stops after the present batch; the next import of the file resumes there. */
  readonly isStopping: () => boolean;
}

export interface ImportResult {
  readonly summary: ImportSummary;
  /** Records that an earlier, interrupted run loaded or rejected; the summary counts them too. */
  readonly recordsDoneBefore: number;
  /** False where the import was stopped. */
  readonly isFinished: boolean;
  /** The fault of the JSON that ended the import, with its place in the file; null without one. */
  readonly broken: string | null;
}

const chunkBytes = 262_144;
const lineFeed = 0x0a;
/** The average size of a record in a full export. */
const bytesPerRecord = 1_024;
const emptyProgress = { interactionId: '', summary: emptySummary, reportBytes: 0, recordsDone: 0 };

/**
 * Loads a participants file or NDJSON of any size in constant memory, one transaction a batch. After an interruption,
 * the next import of the same content resumes after the last committed batch.
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
      const end = await loadDirectory(session, bytesTotal / bytesPerRecord, request.onNote, () =>
        run(request, bytesTotal, fileImport),
      );
      if (end.isFinished) await runs.removePosition(session, fingerprint);
      return { summary: fileImport.summary, recordsDoneBefore: known?.recordsDone ?? 0, ...end };
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

async function run(
  request: ImportRequest,
  bytesTotal: number,
  fileImport: FileImport,
): Promise<Pick<ImportResult, 'isFinished' | 'broken'>> {
  const stream = createReadStream(request.file, { highWaterMark: chunkBytes });
  try {
    for await (const batch of readAhead(readRecords(stream, fileImport))) {
      if (request.isStopping()) return { isFinished: false, broken: null };
      await fileImport.load(batch);
      request.onProgress(stream.bytesRead, bytesTotal, batch.lastNumber);
    }
    return { isFinished: true, broken: null };
  } catch (error) {
    if (!(error instanceof BrokenJson)) throw error;
    return { isFinished: true, broken: `${await placeOf(request.file, error.byte)}: ${error.message}` };
  }
}

async function* readRecords(
  chunks: AsyncIterable<Buffer>,
  fileImport: FileImport,
): AsyncGenerator<ReadBatch> {
  for await (const batch of readBatches(splitRecords(chunks))) yield fileImport.read(batch);
}

/** Returns line and column, in bytes, both counted from 1. */
async function placeOf(file: string, byte: number): Promise<string> {
  let line = 1;
  let lineStart = 0;
  let read = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>) {
    for (
      let at = chunk.indexOf(lineFeed);
      at >= 0 && read + at < byte;
      at = chunk.indexOf(lineFeed, at + 1)
    ) {
      line += 1;
      lineStart = read + at + 1;
    }
    read += chunk.length;
    if (read > byte) break;
  }
  return `line ${line}, column ${byte - lineStart + 1}`;
}

async function sizeOf(file: string): Promise<number> {
  const found = await translateErrors(() => stat(file));
  if (!found.isFile()) throw new UnreadableFile('it is not a file');
  return found.size;
}

/** SHA-256 of the content: a moved file resumes, a changed file starts again. */
async function fingerprintOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await translateErrors(async () => {
    for await (const chunk of createReadStream(file, { highWaterMark: chunkBytes }))
      hash.update(chunk as Buffer);
  });
  return hash.digest('hex');
}

/** @throws UnreadableFile in place of an error of the file system */
async function translateErrors<Result>(task: () => Promise<Result>): Promise<Result> {
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
