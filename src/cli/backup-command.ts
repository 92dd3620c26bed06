import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { readConfig } from '../config/config.js';
import { BackupFault } from '../database/backup/backup-fault.js';
import { backupLines } from '../database/backup/write-backup.js';
import { openDatabase } from '../database/open-database.js';
import { schemas } from '../modules/apis.js';
import { CommandError } from './command-error.js';
import { note } from './with-database.js';

/**
 * Writes a backup. The file gets its name when it is whole and on disk: until then it is `FILE.partial`. Only its owner
 * may read it, since it holds addresses of people and what was mailed to them.
 */
export async function backupCommand(file: string): Promise<void> {
  const database = await openDatabase(readConfig(), note);
  const partial = `${file}.partial`;
  try {
    const output = createWriteStream(partial, { mode: 0o600, flush: true });
    await pipeline(Readable.from(backupLines(database.url, schemas)), createGzip({ level: 3 }), output);
    await rename(partial, file);
    process.stdout.write(`${file} holds everything as of the moment when this command began.\n`);
  } catch (error) {
    await rm(partial, { force: true });
    throw explained(file, error);
  } finally {
    await database.close();
  }
}

function explained(file: string, error: unknown): unknown {
  if (error instanceof BackupFault) return new CommandError(error.message);
  const isOfFile = error instanceof Error && 'syscall' in error && 'path' in error;
  return isOfFile ? new CommandError(`${file} can't be written: ${error.message}.`) : error;
}
