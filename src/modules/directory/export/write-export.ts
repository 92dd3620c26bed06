import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** The file can't be written; the message says why. */
export class UnwritableFile extends Error {}

/**
 * Writes an export to a file, or to standard output where it is called `-`. The file gets its name when it is whole:
 * until then it is `FILE.partial`, so nobody takes a part for the whole.
 * @throws UnwritableFile
 */
export async function writeExport(file: string, chunks: AsyncIterable<string | Buffer>): Promise<void> {
  if (file === '-') {
    await writeToStandardOutput(chunks);
    return;
  }
  const partial = `${file}.partial`;
  try {
    await pipeline(Readable.from(chunks, { objectMode: true }), createWriteStream(partial));
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    if (error instanceof Error && 'syscall' in error && 'path' in error)
      throw new UnwritableFile(error.message);
    throw error;
  }
}

/** Standard output must not be ended, takes its time where it is a pipe, and may be closed by its reader. */
async function writeToStandardOutput(chunks: AsyncIterable<string | Buffer>): Promise<void> {
  const output = { isClosed: false };
  process.stdout.once('error', () => {
    output.isClosed = true;
  });
  for await (const chunk of chunks) {
    if (!process.stdout.write(chunk)) await once(process.stdout, 'drain').catch(() => undefined);
    if (output.isClosed) return;
  }
}
