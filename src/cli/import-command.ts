import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type ImportResult, importFile, ImportUnderWay } from '../modules/directory/import/import-file.js';
import { ReportError } from '../modules/directory/import/import-report.js';
import { inspectFile } from '../modules/directory/import/inspect-file.js';
import { UnreadableFile } from '../modules/directory/participants-file/unreadable-file.js';
import type { ImportSummary } from '../modules/directory/participants-file/import-summary.js';
import type { EventDetails } from '../security-events/security-events.js';
import { recorded } from './command-events.js';
import { CommandError } from './command-error.js';
import { readFaultOf, writeFaultOf } from './file-fault.js';
import type { FileForm } from '../modules/directory/participants-file/file-form.js';
import { importSummaryText, rejectionsText } from './import-summary-text.js';
import { progressBar } from './progress.js';
import { onStopSignal } from './stop-signals.js';
import { withDatabase } from './with-database.js';

/**
 * Loads a file and prints the summary. Returns the exit code: 1 if a record was rejected. A file without organisations is
 * refused before the database is opened.
 */
export async function importCommand(file: string, options: { report: string }): Promise<number> {
  const reportFile = resolve(options.report);
  if ((await realPathOf(file)) === (await realPathOf(reportFile))) {
    throw new CommandError(
      'The report would overwrite the imported file. Name another report with --report FILE.',
    );
  }
  const form = await inspected(file);
  const stop = onStopSignal();
  const progress = progressBar();
  const isStopping = (): boolean => stop.exitCode() !== null;
  try {
    const result = await withDatabase((databaseUrl) =>
      recorded(
        'data.imported',
        { file },
        () =>
          importFile({
            databaseUrl,
            file,
            form,
            reportFile,
            onProgress: progress.show,
            onNote: progress.note,
            isStopping,
          }),
        importDetails,
      ),
    );
    progress.end();
    process.stdout.write(resultText(file, options.report, result));
    if (result.broken !== null) {
      throw new CommandError(`${file} ${result.broken}. Correct the file and import it again.`);
    }
    return result.isFinished ? Number(result.summary.rejected > 0) : (stop.exitCode() ?? 1);
  } catch (error) {
    progress.end();
    throw toCommandError(options.report, error);
  }
}

function importDetails({ summary, isFinished }: ImportResult): EventDetails {
  const { created, updated, unchanged, rejected } = summary;
  return { created, updated, unchanged, rejected, isFinished };
}

/** @throws CommandError if the file can't be imported */
async function inspected(file: string): Promise<FileForm> {
  try {
    return await inspectFile(file);
  } catch (error) {
    const fault = error instanceof UnreadableFile ? error.message : readFaultOf(error);
    throw fault === null ? error : new CommandError(`${file} can't be imported: it ${fault}.`);
  }
}

function toCommandError(reportFile: string, error: unknown): unknown {
  if (error instanceof ImportUnderWay) return new CommandError(error.message);
  if (!(error instanceof ReportError)) return error;
  const fault = writeFaultOf(error.cause) ?? `fails with ${String(error.cause)}`;
  return new CommandError(
    `The report ${reportFile} can't be written: it ${fault}. Name another report with --report FILE.`,
  );
}

function resultText(
  file: string,
  reportFile: string,
  { summary, recordsDoneBefore, isFinished, broken }: ImportResult,
): string {
  const records = summary.created + summary.updated + summary.unchanged + summary.rejected;
  const title = `${file}: ${records} ${records === 1 ? 'record' : 'records'}`;
  const notes = [
    ...(recordsDoneBefore > 0 ? [`Resumed after record ${recordsDoneBefore} of an interrupted import.`] : []),
    ...(broken === null ? [] : [`Stopped after record ${records}: the rest of the file can't be read.`]),
    ...(isFinished ? [] : [`Stopped after record ${records}. Run the same command again to resume.`]),
    ...(hasReport(summary) ? [`Every reason and note, one line a record: ${reportFile}`] : []),
  ];
  const parts = [importSummaryText(title, summary), rejectionsText(summary), lines(notes)];
  return parts.filter((part) => part !== '').join('\n');
}

function hasReport({ rejected, normalised }: ImportSummary): boolean {
  return rejected > 0 || Object.keys(normalised).length > 0;
}

function lines(sentences: readonly string[]): string {
  return sentences.map((sentence) => `${sentence}\n`).join('');
}

async function realPathOf(file: string): Promise<string> {
  return realpath(file).catch(() => resolve(file));
}
