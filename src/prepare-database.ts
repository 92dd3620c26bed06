import pg from 'pg';
import { restoreMissingIndexes } from './database/bulk-load/bulk-load.js';
import { migrate } from './database/migrate.js';
import { DatabaseUnreachable, SerializationFailure, toDatabaseError } from './database/database-errors.js';
import { EarlierBuildError, MigrationFailed, NewerBuildError } from './database/migrations.js';
import type { OpenDatabase } from './database/open-database.js';
import { apis, schemas } from './modules/apis.js';
import { ServiceError } from './service-error.js';

/**
 * Migrates the database, recreates indexes that a killed bulk load dropped, and loads the sample into an embedded one.
 * @throws ServiceError if the database can't be used
 */
export async function prepareDatabase(database: OpenDatabase): Promise<void> {
  try {
    await migrate(database.url, schemas);
    await restoreMissingIndexes(database.url, (line) => process.stderr.write(`${line}\n`));
    if (!database.isEmbedded) return;
    for (const api of apis) await api.loadSample(database.url);
  } catch (error) {
    if ([EarlierBuildError, MigrationFailed, NewerBuildError].some((type) => error instanceof type))
      throw new ServiceError(reasonOf(error));
    if (!isDatabaseFailure(error)) throw error;
    throw new ServiceError(`The database of DATABASE_URL can not be used: ${reasonOf(error)}`);
  }
}

function isDatabaseFailure(error: unknown): boolean {
  if (error instanceof pg.DatabaseError || error instanceof SerializationFailure) return true;
  return toDatabaseError(error) instanceof DatabaseUnreachable;
}

/** The driver's message; of an AggregateError for several addresses, the first one's. */
function reasonOf(error: unknown): string {
  const cause = error instanceof DatabaseUnreachable ? error.cause : error;
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  return first instanceof Error ? first.message : String(first);
}
