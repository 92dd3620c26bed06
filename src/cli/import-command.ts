import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type ImportResult, importFile } from '../modules/directory/import/import-file.js';
import { UnreadableFile } from '../modules/directory/import/split-records.js';
import { CommandError } from './command-error.js';
import { importSummaryText } from './import-summary-text.js';
import { progressBar } from './progress.js';
import { onStopSignal } from './stop-signals.js';
import { withDatabase } from './with-database.js';

/** Loads a file and prints the summary. Returns the exit code: 1 where a record was rejected. */
export async function importCommand(file: string, options: { report: string }): Promise<number> {
  const reportFile = resolve(options.report);
  if ((await realPathOf(file)) === (await realPathOf(reportFile))) {
    throw new CommandError(
      'The report would overwrite the file that is imported: name another with --report FILE.',
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
    return result.isFinished ? Number(result.summary.rejected > 0) : (stop.exitCode() ?? 1);
  } catch (error) {
    progress.end();
    if (error instanceof UnreadableFile)
      throw new CommandError(`${file} can't be imported: ${error.message}.`);
    throw error;
  }
}

function resultText(
  file: string,
  reportFile: string,
  { summary, recordsDoneBefore, isFinished }: ImportResult,
): string {
  const records = summary.created + summary.updated + summary.unchanged + summary.rejected;
  const notes = [
    ...(recordsDoneBefore > 0
      ? [`Went on after the ${recordsDoneBefore} records of an import that was broken off.`]
      : []),
    ...(summary.rejected > 0 ? [`The rejected records and the reasons are in ${reportFile}.`] : []),
    ...(isFinished ? [] : ['Stopped before the end. The same command goes on from here.']),
  ];
  const text = importSummaryText(`${file}: ${records} records`, summary);
  return notes.length === 0 ? text : `${text}\n${notes.join('\n')}\n`;
}

async function realPathOf(file: string): Promise<string> {
  return realpath(file).catch(() => resolve(file));
}
