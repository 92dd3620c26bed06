import { readConfig } from '../config/config.js';
import { BackupFault } from '../database/backup/backup-format.js';
import { restoreBackup } from '../database/backup/restore-backup.js';
import { openDatabase } from '../database/open-database.js';
import { schemas } from '../modules/apis.js';
import { recorded } from './command-events.js';
import { CommandError } from './command-error.js';
import { readFaultOf } from './file-fault.js';
import { note } from './with-database.js';

/** Restores a backup in one transaction and prints the number of rows of each table. */
export async function restoreCommand(file: string, options: { replace: boolean }): Promise<void> {
  const database = await openDatabase(readConfig(), note);
  try {
    const { takenAt, rows } = await recorded(
      'data.restored',
      { file, replaces: options.replace },
      () =>
        restoreBackup({
          databaseUrl: database.url,
          file,
          schemas,
          replaces: options.replace,
          onNote: note,
        }),
      (result) => ({ takenAt: result.takenAt }),
    );
    const counts = Object.entries(rows).map(([table, count]) => `${String(count).padStart(9)}  ${table}`);
    process.stdout.write(`${[`Restored as of ${takenAt}:`, ...counts].join('\n')}\n`);
  } catch (error) {
    throw toCommandError(file, error);
  } finally {
    await database.close();
  }
}

function toCommandError(file: string, error: unknown): unknown {
  const fault = readFaultOf(error);
  if (fault !== null) return new CommandError(`${file} can't be restored: it ${fault}.`);
  return error instanceof BackupFault
    ? new CommandError(`${file} can't be restored: ${error.message}.`)
    : error;
}
