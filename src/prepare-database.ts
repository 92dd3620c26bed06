import pg from 'pg';
import { mendDatabase } from './database/bulk-load/mend-database.js';
import { migrate } from './database/data-source.js';
import { toDatabaseProblem } from './database/database-errors.js';
import { EarlierBuildError } from './database/migrations.js';
import type { OpenDatabase } from './database/open-database.js';
import { DatabaseUnreachable } from './http/errors/problem.js';
import { loadSample } from './modules/directory/seed/load-sample.js';
import { loadNotifySample } from './modules/notify/seed/load-notify-sample.js';
import { ServiceError } from './service-error.js';

/**
 * Migrates the database, mends what a killed load left, and loads the sample into an embedded one.
 * @throws ServiceError where the database can't be used
 */
export async function prepareDatabase(database: OpenDatabase): Promise<void> {
  try {
    await migrate(database.url);
    await mendDatabase(database.url, (line) => process.stderr.write(`${line}\n`));
    if (!database.isEmbedded) return;
    await loadSample(database.url);
    await loadNotifySample(database.url, new Date());
  } catch (error) {
    if (error instanceof EarlierBuildError) throw new ServiceError(error.message);
    const problem = toDatabaseProblem(error);
    if (!(problem instanceof DatabaseUnreachable || error instanceof pg.DatabaseError)) throw error;
    throw new ServiceError(`The database of DATABASE_URL can not be used: ${reasonOf(error)}`);
  }
}

/** Of several addresses that were tried in vain, the first one's reason. */
function reasonOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message : String(first);
}
