import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { readConfig } from '../config/config.js';
import { BackupFault } from '../database/backup/backup-format.js';
import { backupLines } from '../database/backup/write-backup.js';
import { openDatabase } from '../database/open-database.js';
import { schemas } from '../modules/apis.js';
import { CommandError } from './command-error.js';
import { note } from './with-database.js';

/**
 * Writes a backup as `FILE.partial` and renames it once it is complete and on disk. Only its owner may read it, since it
 * contains people's addresses and the e-mails sent to them.
 */
export async function backupCommand(file: string): Promise<void> {
  const database = await openDatabase(readConfig(), note);
  const partial = `${file}.partial`;
  try {
    const output = createWriteStream(partial, { mode: 0o600, flush: true });
    await pipeline(Readable.from(backupLines(database.url, schemas)), createGzip({ level: 3 }), output);
    await rename(partial, file);
    process.stdout.write(`${file} contains everything as of the start of this command.\n`);
  } catch (error) {
    await rm(partial, { force: true });
    throw toCommandError(file, error);
  } finally {
    await database.close();
  }
}

function toCommandError(file: string, error: unknown): unknown {
  if (error instanceof BackupFault) return new CommandError(error.message);
  const isOfFile = error instanceof Error && 'syscall' in error && 'path' in error;
  return isOfFile ? new CommandError(`${file} can't be written: ${error.message}.`) : error;
}
