import { createGzip } from 'node:zlib';
import { readConfig } from '../config/config.js';
import { BackupFault } from '../database/backup/backup-format.js';
import { backupLines } from '../database/backup/write-backup.js';
import { openDatabase } from '../database/open-database.js';
import { schemas } from '../modules/apis.js';
import { recorded } from './command-events.js';
import { CommandError } from './command-error.js';
import { refuseToReplace, sizeText, writeOutputFile } from './output-file.js';
import { note } from './with-database.js';

/** Writes a backup that only its owner may read, since it contains people's addresses and the e-mails sent to them. */
export async function backupCommand(path: string, options: { force: boolean }): Promise<void> {
  const output = { path, isPrivate: true, isForced: options.force };
  refuseToReplace(output);
  const database = await openDatabase(readConfig(), note);
  try {
    const lines = backupLines(database.url, schemas);
    const size = await recorded(
      'data.backed_up',
      { file: path },
      () => writeOutputFile(output, lines, createGzip({ level: 3 })),
      (bytes) => ({ bytes }),
    );
    process.stdout.write(
      `${path} contains everything as of the start of this command (${sizeText(size)}).\n` +
        'Only you may read it: it holds as much as the database.\n',
    );
  } catch (error) {
    throw error instanceof BackupFault ? new CommandError(error.message) : error;
  } finally {
    await database.close();
  }
}
