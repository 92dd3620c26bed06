import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { DatabaseTimeout } from '../../../database/database-errors.js';
import { FileImport, type ReadBatch } from './file-import.js';
import { ImportRunRepository } from './import-run.repository.js';
import { readAhead } from '../../../database/read-ahead.js';
import { DatabaseSession } from '../../../database/database-session.js';
import { emptySummary, type ImportSummary } from '../participants-file/import-summary.js';
import type { DropIndexes } from '../../../database/bulk-load/bulk-load.js';
import { BrokenGzip } from '../participants-file/content.js';
import { contentOf, openContent } from './content.js';
import type { FileForm } from '../participants-file/file-form.js';
import { loadDirectory } from './load-directory.js';
import { placeInContent } from '../participants-file/place-in-content.js';
import { BrokenJson } from '../participants-file/raw-record.js';
import { readBatches } from './read-batches.js';
import { ImportReport } from './import-report.js';
import { splitRecords } from '../participants-file/split-records.js';

/** Another process imports the same file. */
export class ImportUnderWay extends Error {
  constructor() {
    super('Another process is importing this file. Wait until it has finished.');
  }
}

export interface ImportRequest {
  readonly databaseUrl: string;
  readonly file: string;
  /** The form of the file, from `inspectFile`. */
  readonly form: FileForm;
  /** The file for rejected records and notes. */
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
  /** The fault that ended the import, as the predicate of a sentence about the file; null without one. */
  readonly broken: string | null;
}

const chunkBytes = 262_144;
const emptyProgress = { interactionId: '', summary: emptySummary, reportBytes: 0, recordsDone: 0 };

/**
 * Loads a participants file or NDJSON of any size in constant memory, one transaction a batch. After an interruption,
 * the next import of the same content resumes after the last committed batch.
 * @throws ReportError, ImportUnderWay, DatabaseUnreachable, DatabaseTimeout, or the error of the file system
 */
export async function importFile(request: ImportRequest): Promise<ImportResult> {
  const bytesTotal = (await stat(request.file)).size;
  const fingerprint = await fingerprintOf(request.file);
  const session = await DatabaseSession.open(request.databaseUrl);
  try {
    const runs = new ImportRunRepository();
    await lockFile(runs, session, fingerprint);
    await runs.createSeen(session);
    const known = await runs.findPosition(session, fingerprint);
    const position = known ?? { ...emptyProgress, interactionId: randomUUID() };
    const report = await ImportReport.begin(request.reportFile, position.reportBytes);
    try {
      const fileImport = new FileImport(session, runs, report, fingerprint, position);
      const end = await loadDirectory(session, request.onNote, (dropIndexes) =>
        run(request, bytesTotal, fileImport, dropIndexes),
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
  dropIndexes: DropIndexes,
): Promise<Pick<ImportResult, 'isFinished' | 'broken'>> {
  const { chunks, bytesRead, estimatedSize } = await openContent(request.file);
  let areIndexesDecided = false;
  try {
    for await (const batch of readAhead(readRecords(chunks, request.form, fileImport))) {
      if (request.isStopping()) return { isFinished: false, broken: null };
      await fileImport.load(batch);
      request.onProgress(bytesRead(), bytesTotal, batch.lastNumber);
      if (areIndexesDecided || fileImport.writtenShare === 0) continue;
      areIndexesDecided = true;
      await dropIndexes((estimatedSize / batch.bytesPerRecord) * fileImport.writtenShare);
    }
    return { isFinished: true, broken: null };
  } catch (error) {
    if (error instanceof BrokenGzip) return { isFinished: true, broken: `is damaged: ${error.message}` };
    if (!(error instanceof BrokenJson)) throw error;
    const place = await placeInContent(contentOf(request.file), error.byte);
    return { isFinished: true, broken: `is broken JSON from ${place}: ${error.message}` };
  }
}

async function* readRecords(
  chunks: AsyncIterable<Buffer>,
  form: FileForm,
  fileImport: FileImport,
): AsyncGenerator<ReadBatch> {
  for await (const batch of readBatches(splitRecords(chunks, form))) yield fileImport.read(batch);
}

/** SHA-256 of the content: a moved file resumes, a changed file starts again. */
async function fingerprintOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: chunkBytes }))
    hash.update(chunk as Buffer);
  return hash.digest('hex');
}
