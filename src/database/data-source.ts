import 'reflect-metadata';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import type { ApiSchema } from './api-schema.js';
import { restoreMissingIndexes } from './bulk-load/bulk-load.js';
import { DatabaseSession } from './database-session.js';
import { migrationsOf, migrationsTable } from './migrations.js';
import { ServiceRoleRepository } from './roles/service-role.repository.js';

/** Advisory lock: of two instances that start at once, the second waits until the first has migrated. */
const migrationLock = 4_270_001;

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
  });
}

/** Runs the missing migrations of the first `count`, grants the service's role its rights, and returns their names. */
export async function migrate(url: string, schemas: readonly ApiSchema[], count?: number): Promise<string[]> {
  return withDataSource(url, schemas, count, async (dataSource) => {
    const lock = dataSource.createQueryRunner();
    await lock.connect();
    await lock.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    try {
      // A migration may concern an index that a killed bulk load dropped.
      if (await dataSource.showMigrations()) await restoreMissingIndexes(url, () => undefined);
      const done = await dataSource.runMigrations();
      if (count === undefined || count === migrationsOf(schemas).length) await grantRights(url, schemas);
      return done.map((migration) => migration.name);
    } finally {
      await lock.query('SELECT pg_advisory_unlock($1)', [migrationLock]);
      await lock.release();
    }
  });
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
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
