import 'reflect-metadata';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { mendDatabase } from './bulk-load/mend-database.js';
import { DatabaseSession } from './database-session.js';
import { migrations, migrationsTable, refuseEarlierBuild } from './migrations.js';
import { ServiceRoleRepository } from './roles/service-role.repository.js';

/** Two instances that start at once must not migrate at once: the second waits for this advisory lock. */
const migrationLock = 4_270_001;

/**
 * A TypeORM data source over the migrations, or the first `count` of them; `entities` are needed only to compare them
 * with the schema.
 */
export function createDataSource(
  url: string,
  entities: EntityTarget<ObjectLiteral>[] = [],
  count = migrations.length,
): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities: entities as never[],
    migrations: migrations.slice(0, count),
    migrationsTableName: migrationsTable,
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
    poolSize: 2,
    applicationName: 'organisations-directory migrate',
  });
}

/**
 * Runs the migrations that are missing, of the first `count` where one is given, and settles the rights of the service's
 * role where there is one. Returns their names.
 */
export async function migrate(url: string, count = migrations.length): Promise<string[]> {
  return withDataSource(url, count, async (dataSource) => {
    const lock = dataSource.createQueryRunner();
    await lock.connect();
    await lock.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    try {
      // A migration may be about what a killed load left out.
      if (await dataSource.showMigrations()) await mendDatabase(url, () => undefined);
      const done = await dataSource.runMigrations();
      if (count === migrations.length) await grantRights(url);
      return done.map((migration) => migration.name);
    } finally {
      await lock.query('SELECT pg_advisory_unlock($1)', [migrationLock]);
      await lock.release();
    }
  });
}

/** The role may have been made after the tables, or the tables after the last grant. */
async function grantRights(url: string): Promise<void> {
  const session = await DatabaseSession.open(url);
  try {
    const roles = new ServiceRoleRepository();
    if (!(await roles.exists(session)) || !(await roles.mayGrant(session))) return;
    await session.transaction((transaction) => roles.grantRights(transaction, migrationsTable));
  } finally {
    await session.close();
  }
}

/** True where no migration is missing. */
export async function isMigrated(url: string): Promise<boolean> {
  return withDataSource(url, migrations.length, async (dataSource) => !(await dataSource.showMigrations()));
}

async function withDataSource<Result>(
  url: string,
  count: number,
  work: (dataSource: DataSource) => Promise<Result>,
): Promise<Result> {
  const dataSource = await createDataSource(url, [], count).initialize();
  try {
    await refuseEarlierBuild({ query: (sql, values = []) => dataSource.query(sql, [...values]) });
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
