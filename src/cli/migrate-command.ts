import { readConfig } from '../config/config.js';
import { restoreMissingIndexes } from '../database/bulk-load/bulk-load.js';
import { migrate } from '../database/migrate.js';
import { openDatabase } from '../database/open-database.js';
import { schemas } from '../modules/apis.js';
import { commandEvents } from './command-events.js';
import { commandOrigin } from '../security-events/event-origin.js';
import { note } from './with-database.js';

/** Runs the missing migrations, prints their names and recreates indexes that a killed import left dropped. */
export async function migrateCommand(): Promise<void> {
  const database = await openDatabase(readConfig(), note);
  try {
    const done = await migrate(database.url, schemas);
    if (done.length > 0) commandEvents().record('database.migrated', commandOrigin, { migrations: done });
    await restoreMissingIndexes(database.url, note);
    process.stdout.write(done.length === 0 ? 'The database is up to date.\n' : `${done.join('\n')}\n`);
  } finally {
    await database.close();
  }
}
