import { Database } from '../database/database.js';
import { toExportLine } from '../modules/directory/export/full-export.mapper.js';
import { FullExportRepository } from '../modules/directory/export/full-export.repository.js';
import { OpenDataRepository } from '../modules/directory/open-data/open-data.repository.js';
import { participantsText } from '../modules/directory/open-data/participants-text.js';
import { recorded } from './command-events.js';
import {
  OutputClosed,
  refuseToReplace,
  sizeText,
  writeOutputFile,
  writeToStandardOutput,
} from './output-file.js';
import { onStopSignal, type StopRequest } from './stop-signals.js';
import { note, withDatabase } from './with-database.js';

/** Max time of a statement, each of which reads a few hundred organisations. */
const timeoutMs = 60_000;

/** The operator asked to stop. */
class Stopped extends Error {}

/**
 * Writes the public participants file, or with `all` every organisation in full as NDJSON, and says what it wrote. Returns
 * the exit code; leaves no file if it is stopped.
 */
export async function exportCommand(
  file: string,
  options: { all: boolean; force: boolean },
): Promise<number> {
  const stop = onStopSignal();
  const output = { path: file, isPrivate: options.all, isForced: options.force };
  if (file !== '-') refuseToReplace(output);
  const lines = { count: 0 };
  try {
    const size = await withDatabase(async (url) => {
      const database = new Database({ url, poolSize: 1, timeoutMs });
      try {
        const chunks = options.all ? fullExport(database) : openData(database);
        const watched = until(stop, countLines(chunks, lines));
        return await recorded(
          'data.exported',
          { file, scope: options.all ? 'full' : 'public' },
          () => (file === '-' ? toStandardOutput(watched) : writeOutputFile(output, watched)),
          (bytes) => ({ bytes, lines: lines.count }),
        );
      } finally {
        await database.onApplicationShutdown();
      }
    });
    // The public file has a line for each bracket.
    const count = options.all ? lines.count : Math.max(lines.count - 2, 0);
    tell(file, size, `${count} ${count === 1 ? 'organisation' : 'organisations'}`, options.all);
    return 0;
  } catch (error) {
    // A reader that closes the pipe early is no fault; a full disk has set the exit code.
    if (error instanceof OutputClosed) return Number(process.exitCode ?? 0);
    if (error instanceof Stopped) return stop.exitCode() ?? 1;
    throw error;
  }
}

async function toStandardOutput(chunks: AsyncIterable<string>): Promise<null> {
  await writeToStandardOutput(chunks);
  return null;
}

/** @param size in bytes; null for standard output, which must hold the export alone */
function tell(file: string, size: number | null, organisations: string, isAll: boolean): void {
  if (size === null) {
    if (process.stderr.isTTY) note(`Wrote ${organisations} to standard output.`);
    return;
  }
  const what = isAll ? `${organisations} in full` : `${organisations}, as the public file has them`;
  const secrecy = isAll ? 'Only you may read it: it holds administrators and flags of every level.\n' : '';
  process.stdout.write(`${file} contains ${what} (${sizeText(size)}).\n${secrecy}`);
}

async function* countLines(chunks: AsyncIterable<string>, lines: { count: number }): AsyncGenerator<string> {
  for await (const chunk of chunks) {
    lines.count += chunk.split('\n').length - 1;
    yield chunk;
  }
}

async function* openData(database: Database): AsyncGenerator<string> {
  const snapshot = await database.openSnapshot();
  try {
    yield* participantsText(new OpenDataRepository(), snapshot);
  } finally {
    await snapshot.close();
  }
}

async function* fullExport(database: Database): AsyncGenerator<string> {
  for await (const organisations of new FullExportRepository(database).batches())
    yield organisations.map(toExportLine).join('');
}

async function* until<Chunk>(stop: StopRequest, chunks: AsyncIterable<Chunk>): AsyncGenerator<Chunk> {
  for await (const chunk of chunks) {
    if (stop.exitCode() !== null) throw new Stopped();
    yield chunk;
  }
}
