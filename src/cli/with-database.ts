import { readConfig } from '../config/config.js';
import { DatabaseSession } from '../database/database-session.js';
import { isMigrated, migrate } from '../database/migrate.js';
import { openDatabase } from '../database/open-database.js';
import { schemas } from '../modules/apis.js';
import { CommandError } from './command-error.js';

/**
 * Runs a command on the service's database, whether the service runs or not. Migrates an embedded database if necessary;
 * the operator migrates any other.
 * @throws CommandError if the database is not migrated
 */
export async function withDatabase<Result>(work: (databaseUrl: string) => Promise<Result>): Promise<Result> {
  const database = await openDatabase(readConfig(), note);
  try {
    if (database.isEmbedded) await migrate(database.url, schemas);
    else if (!(await isMigrated(database.url, schemas))) {
      throw new CommandError(
        'The database of DATABASE_URL is not migrated: run "npm run cli -- migrate" first.',
      );
    }
    return await work(database.url);
  } finally {
    await database.close();
  }
}

/** Runs a command in a session on the service's database; see `withDatabase`. */
export async function withSession<Result>(
  work: (session: DatabaseSession) => Promise<Result>,
): Promise<Result> {
  return withDatabase(async (url) => {
    const session = await DatabaseSession.open(url);
    try {
      return await work(session);
    } finally {
      await session.close();
    }
  });
}

/** Writes a line to standard error; standard output is for results. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}
