import type { ApiSchema } from './api-schema.js';
import { restoreMissingIndexes } from './bulk-load/bulk-load.js';
import { DatabaseSession } from './database-session.js';
import {
  hasAllMigrations,
  MigrationFailed,
  migrationNames,
  migrationsDone,
  migrationsOf,
  migrationsTable,
  refuseOtherBuild,
} from './migrations.js';
import { ServiceRoleRepository } from './roles/service-role.repository.js';

/** Advisory lock: of two instances that start at once, the second waits until the first has migrated. */
const migrationLock = 4_270_001;

/**
 * Runs the missing migrations of the first `count`, grants the service's role its rights, and returns their names.
 * @throws EarlierBuildError, NewerBuildError, MigrationFailed
 */
export async function migrate(url: string, schemas: readonly ApiSchema[], count?: number): Promise<string[]> {
  return withSession(url, schemas, async (session) => {
    // The end of the session releases the lock.
    await session.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    const isMissingSome = !(await hasAllMigrations(session, schemas, count));
    const done = isMissingSome ? await runMigrations(session, url, schemas, count) : [];
    if (count === undefined || count === migrationsOf(schemas).length) await grantRights(session, schemas);
    return done;
  });
}

/** True if no migration is missing. */
export async function isMigrated(url: string, schemas: readonly ApiSchema[]): Promise<boolean> {
  return withSession(url, schemas, (session) => hasAllMigrations(session, schemas));
}

/** Imports TypeORM only here: most starts find no migration missing, and it takes a third of a short command's time. */
async function runMigrations(
  session: DatabaseSession,
  url: string,
  schemas: readonly ApiSchema[],
  count?: number,
): Promise<string[]> {
  const { createDataSource } = await import('./data-source.js');
  // A migration may concern an index that a killed bulk load dropped.
  await restoreMissingIndexes(url, () => undefined);
  const dataSource = await createDataSource(url, schemas, [], count).initialize();
  try {
    const done = await dataSource.runMigrations();
    return done.map((migration) => migration.name);
  } catch (error) {
    const done = await migrationsDone(session).catch(() => null);
    // Without an answer the connection broke, and the migration did not fail.
    const failed = done === null ? undefined : migrationNames(schemas).find((name) => !done.includes(name));
    throw failed === undefined ? error : new MigrationFailed(failed, error);
  } finally {
    await dataSource.destroy();
  }
}

/** Runs after every migration, as the role may be newer than the tables or older. */
async function grantRights(session: DatabaseSession, schemas: readonly ApiSchema[]): Promise<void> {
  const roles = new ServiceRoleRepository();
  if (!(await roles.exists(session)) || !(await roles.mayGrant(session, schemas))) return;
  await session.transaction((transaction) => roles.grantRights(transaction, migrationsTable, schemas));
}

async function withSession<Result>(
  url: string,
  schemas: readonly ApiSchema[],
  work: (session: DatabaseSession) => Promise<Result>,
): Promise<Result> {
  const session = await DatabaseSession.open(url);
  try {
    await refuseOtherBuild(session, schemas);
    return await work(session);
  } finally {
    await session.close();
  }
}
