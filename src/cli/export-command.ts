import { Database } from '../database/database.js';
import { toExportLine } from '../modules/directory/export/full-export.mapper.js';
import { FullExportRepository } from '../modules/directory/export/full-export.repository.js';
import { UnwritableFile, writeExport } from '../modules/directory/export/write-export.js';
import { OpenDataRepository } from '../modules/directory/open-data/open-data.repository.js';
import { participantsText } from '../modules/directory/open-data/participants-text.js';
import { CommandError } from './command-error.js';
import { onStopSignal, type StopRequest } from './stop-signals.js';
import { withDatabase } from './with-database.js';

/** Max time of a statement, each of which reads a few hundred organisations. */
const timeoutMs = 60_000;

/** The operator asked to stop. */
class Stopped extends Error {}

/**
 * Writes the public participants file, or with `all` every organisation in full as NDJSON. Returns the exit code; leaves
 * no file if it is stopped.
 */
export async function exportCommand(file: string, options: { all: boolean }): Promise<number> {
  const stop = onStopSignal();
  try {
    await withDatabase(async (url) => {
      const database = new Database({ url, poolSize: 1, timeoutMs });
      try {
        await writeExport(file, until(stop, options.all ? fullExport(database) : openData(database)));
      } finally {
        await database.onApplicationShutdown();
      }
    });
    return 0;
  } catch (error) {
    if (error instanceof Stopped) return stop.exitCode() ?? 1;
    if (error instanceof UnwritableFile)
      throw new CommandError(`The export can't be written: ${error.message}.`);
    throw error;
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
