import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CommandError } from './command-error.js';
import { writeFaultOf } from './file-fault.js';

/** Read and write for the owner only. */
const privateMode = 0o600;
const publicMode = 0o666;

export interface OutputFile {
  readonly path: string;
  /** True if the file holds more than the public file. */
  readonly isPrivate: boolean;
  /** True to replace a file that exists. */
  readonly isForced: boolean;
}

/**
 * Fails early where the file exists.
 * @throws CommandError
 */
export function refuseToReplace({ path, isForced }: OutputFile): void {
  if (!isForced && existsSync(path))
    throw new CommandError(`${path} exists already. Name another file, or replace it with --force.`);
}

/**
 * Writes a file under its name only once it is complete and on disk; until then it is `PATH.partial`. Returns its size in
 * bytes.
 * @throws CommandError if the file can't be written, or the error of the streams
 */
export async function writeOutputFile(
  { path, isPrivate }: OutputFile,
  chunks: AsyncIterable<string | Buffer>,
  ...transforms: NodeJS.ReadWriteStream[]
): Promise<number> {
  const partial = `${path}.partial`;
  try {
    // A file that a killed command left would keep its own mode.
    await rm(partial, { force: true });
    const mode = isPrivate ? privateMode : publicMode;
    const source = Readable.from(chunks);
    await pipeline([source, ...transforms, createWriteStream(partial, { mode, flush: true })]);
    const { size } = await stat(partial);
    await rename(partial, path);
    return size;
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    const fault = writeFaultOf(error);
    throw fault === null ? error : new CommandError(`${path} can't be written: it ${fault}.`);
  }
}

/** Standard output took only a part: its disk is full, or its reader has closed it. The cause is reported elsewhere. */
export class OutputClosed extends Error {}

/** Writes to standard output, which stays open, and waits where it is a pipe. @throws OutputClosed */
export async function writeToStandardOutput(chunks: AsyncIterable<string>): Promise<void> {
  const output = { isClosed: false };
  process.stdout.once('error', () => {
    output.isClosed = true;
  });
  for await (const chunk of chunks) {
    if (!process.stdout.write(chunk)) await once(process.stdout, 'drain').catch(() => undefined);
    if (output.isClosed) throw new OutputClosed();
  }
  // An error of the last write comes later than its call.
  await new Promise((resolve) => process.stdout.write('', resolve));
  if (output.isClosed) throw new OutputClosed();
}

/** Returns a size for people, such as `1.2 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  return `${(bytes / 1_000 ** power).toFixed(1)} ${units[power - 1] ?? ''}`;
}
