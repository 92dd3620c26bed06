import 'reflect-metadata';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import type { ApiSchema } from './api-schema.js';
import { restoreMissingIndexes } from './bulk-load/bulk-load.js';
import { DatabaseSession } from './database-session.js';
import type { Queryable } from './queryable.js';
import {
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
/** A migration that waits for a table in use makes every later reader of the table wait behind it. */
const migrationLockTimeoutMs = 5_000;

/**
 * Returns a TypeORM data source with the first `count` migrations.
 * @param entities only for a comparison with the schema
 */
export function createDataSource(
  url: string,
  schemas: readonly ApiSchema[],
  entities: EntityTarget<ObjectLiteral>[] = [],
  count?: number,
): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities: entities as never[],
    migrations: migrationsOf(schemas).slice(0, count),
    migrationsTableName: migrationsTable,
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
    poolSize: 2,
    applicationName: 'organisations-directory migrate',
    extra: { lock_timeout: migrationLockTimeoutMs },
  });
}

/**
 * Runs the missing migrations of the first `count`, grants the service's role its rights, and returns their names.
 * @throws EarlierBuildError, NewerBuildError, MigrationFailed
 */
export async function migrate(url: string, schemas: readonly ApiSchema[], count?: number): Promise<string[]> {
  return withDataSource(url, schemas, count, async (dataSource) => {
    const lock = dataSource.createQueryRunner();
    await lock.connect();
    // The other instance's migrations may take long.
    await lock.query('SET lock_timeout = 0');
    await lock.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    try {
      // A migration may concern an index that a killed bulk load dropped.
      if (await dataSource.showMigrations()) await restoreMissingIndexes(url, () => undefined);
      const done = await runMigrations(dataSource, schemas);
      if (count === undefined || count === migrationsOf(schemas).length) await grantRights(url, schemas);
      return done.map((migration) => migration.name);
    } finally {
      await lock.query('SELECT pg_advisory_unlock($1)', [migrationLock]);
      await lock.release();
    }
  });
}

async function runMigrations(
  dataSource: DataSource,
  schemas: readonly ApiSchema[],
): Promise<{ name: string }[]> {
  try {
    return await dataSource.runMigrations();
  } catch (error) {
    const done = await migrationsDone(queryableOf(dataSource)).catch(() => null);
    // Without an answer the connection broke, and the migration did not fail.
    const failed = done === null ? undefined : migrationNames(schemas).find((name) => !done.includes(name));
    throw failed === undefined ? error : new MigrationFailed(failed, error);
  }
}

function queryableOf(dataSource: DataSource): Queryable {
  return { query: (sql, values = []) => dataSource.query(sql, [...values]) };
}

/** Runs after every migration, as the role may be newer than the tables or older. */
async function grantRights(url: string, schemas: readonly ApiSchema[]): Promise<void> {
  const session = await DatabaseSession.open(url);
  try {
    const roles = new ServiceRoleRepository();
    if (!(await roles.exists(session)) || !(await roles.mayGrant(session, schemas))) return;
    await session.transaction((transaction) => roles.grantRights(transaction, migrationsTable, schemas));
  } finally {
    await session.close();
  }
}

/** True if no migration is missing. */
export async function isMigrated(url: string, schemas: readonly ApiSchema[]): Promise<boolean> {
  return withDataSource(url, schemas, undefined, async (dataSource) => !(await dataSource.showMigrations()));
}

async function withDataSource<Result>(
  url: string,
  schemas: readonly ApiSchema[],
  count: number | undefined,
  work: (dataSource: DataSource) => Promise<Result>,
): Promise<Result> {
  const dataSource = await createDataSource(url, schemas, [], count).initialize();
  try {
    await refuseOtherBuild(queryableOf(dataSource), schemas);
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
