import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type ImportResult, importFile, ImportUnderWay } from '../modules/directory/import/import-file.js';
import { ReportError } from '../modules/directory/import/rejection-report.js';
import { UnreadableFile } from '../modules/directory/import/split-records.js';
import { CommandError } from './command-error.js';
import { importSummaryText } from './import-summary-text.js';
import { progressBar } from './progress.js';
import { onStopSignal } from './stop-signals.js';
import { withDatabase } from './with-database.js';

/** Loads a file and prints the summary. Returns the exit code: 1 if a record was rejected. */
export async function importCommand(file: string, options: { report: string }): Promise<number> {
  const reportFile = resolve(options.report);
  if ((await realPathOf(file)) === (await realPathOf(reportFile))) {
    throw new CommandError(
      'The report would overwrite the imported file. Name another report with --report FILE.',
    );
  }
  const stop = onStopSignal();
  const progress = progressBar();
  const isStopping = (): boolean => stop.exitCode() !== null;
  try {
    const result = await withDatabase((databaseUrl) =>
      importFile({
        databaseUrl,
        file,
        reportFile,
        onProgress: progress.show,
        onNote: progress.note,
        isStopping,
      }),
    );
    progress.end();
    process.stdout.write(resultText(file, options.report, result));
    if (result.broken !== null) {
      throw new CommandError(
        `${file} is broken JSON from ${result.broken}. Correct the file and import it again.`,
      );
    }
    return result.isFinished ? Number(result.summary.rejected > 0) : (stop.exitCode() ?? 1);
  } catch (error) {
    progress.end();
    if (error instanceof UnreadableFile)
      throw new CommandError(`${file} can't be imported: ${error.message}.`);
    if (error instanceof ImportUnderWay || error instanceof ReportError)
      throw new CommandError(error.message);
    throw error;
  }
}

function resultText(
  file: string,
  reportFile: string,
  { summary, recordsDoneBefore, isFinished, broken }: ImportResult,
): string {
  const records = summary.created + summary.updated + summary.unchanged + summary.rejected;
  const notes = [
    ...(recordsDoneBefore > 0 ? [`Resumed after record ${recordsDoneBefore} of an interrupted import.`] : []),
    ...(summary.rejected > 0 ? [`The rejected records and the reasons are in ${reportFile}.`] : []),
    ...(broken === null ? [] : [`Stopped after record ${records}: the rest of the file can't be read.`]),
    ...(isFinished ? [] : [`Stopped after record ${records}. Run the same command again to resume.`]),
  ];
  const text = importSummaryText(`${file}: ${records} records`, summary);
  return notes.length === 0 ? text : `${text}\n${notes.join('\n')}\n`;
}

async function realPathOf(file: string): Promise<string> {
  return realpath(file).catch(() => resolve(file));
}
