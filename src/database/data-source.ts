import 'reflect-metadata';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { mendDatabase } from './bulk-load/mend-database.js';
import type { Queryable } from './database.js';
import { DatabaseSession } from './database-session.js';
import { CreateDirectory1700000000000 } from './migrations/1700000000000-create-directory.js';
import { KeepOrganisationHistory1700000000001 } from './migrations/1700000000001-keep-organisation-history.js';
import { SearchOrganisations1700000000002 } from './migrations/1700000000002-search-organisations.js';
import { RememberImportPosition1700000000003 } from './migrations/1700000000003-remember-import-position.js';
import { GrantWhatTheServiceNeeds1700000000004 } from './migrations/1700000000004-grant-what-the-service-needs.js';
import { CreateNotifyOrganisations1700000000005 } from './migrations/1700000000005-create-notify-organisations.js';
import { CreateNotifyServices1700000000006 } from './migrations/1700000000006-create-notify-services.js';
import { CreateNotifyEmailAndAudit1700000000007 } from './migrations/1700000000007-create-notify-email-and-audit.js';
import { SeedNotifyConstants1700000000008 } from './migrations/1700000000008-seed-notify-constants.js';
import { CountChangesAndOrganisations1700000000009 } from './migrations/1700000000009-count-changes-and-organisations.js';
import { SortOrganisations1700000000010 } from './migrations/1700000000010-sort-organisations.js';
import { LoadInBulk1700000000011 } from './migrations/1700000000011-load-in-bulk.js';
import { ServiceRoleRepository } from './roles/service-role.repository.js';

/** All migrations, oldest first. */
const migrations = [
  CreateDirectory1700000000000,
  KeepOrganisationHistory1700000000001,
  SearchOrganisations1700000000002,
  RememberImportPosition1700000000003,
  GrantWhatTheServiceNeeds1700000000004,
  CreateNotifyOrganisations1700000000005,
  CreateNotifyServices1700000000006,
  CreateNotifyEmailAndAudit1700000000007,
  SeedNotifyConstants1700000000008,
  CountChangesAndOrganisations1700000000009,
  SortOrganisations1700000000010,
  LoadInBulk1700000000011,
];

/** Where those that ran are recorded. */
const migrationsTable = 'schema_migration';

/** The names under which they are recorded once they ran. */
export function migrationNames(): string[] {
  return migrations.map((migration) => migration.name);
}

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

/** The same, asked over a connection that is there already. */
export async function hasAllMigrations(queryable: Queryable): Promise<boolean> {
  const done = new Set(await migrationsDone(queryable));
  return migrationNames().every((name) => done.has(name));
}

/** The names of those that ran, in their order; none in an empty database. */
export async function migrationsDone(queryable: Queryable): Promise<string[]> {
  const [table] = await queryable.query<{ found: boolean }>(`SELECT to_regclass($1) IS NOT NULL AS found`, [
    migrationsTable,
  ]);
  if (table?.found !== true) return [];
  const rows = await queryable.query<{ name: string }>(`SELECT name FROM ${migrationsTable} ORDER BY id`);
  return rows.map((row) => row.name);
}

async function withDataSource<Result>(
  url: string,
  count: number,
  work: (dataSource: DataSource) => Promise<Result>,
): Promise<Result> {
  const dataSource = await createDataSource(url, [], count).initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
