import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSource, EntityTarget, ObjectLiteral, QueryRunner } from 'typeorm';
import { createDataSource } from '../../src/database/data-source.js';
import { schemas } from '../../src/modules/apis.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

/** Tables used only in SQL, by schema. */
const withoutEntity: Readonly<Record<string, readonly string[]>> = {
  directory: [
    'import_position',
    'change_counter',
    'change_log',
    'change_log_head',
    'organisation_count_bucket',
    'deferred_index',
  ],
};

/** The classes that the `*.entity.ts` files of a module export. */
async function entitiesOf(module: string): Promise<EntityTarget<ObjectLiteral>[]> {
  const folder = join(__dirname, '..', '..', 'src', 'modules', module);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const entities = await Promise.all(
    files
      .filter((file) => file.endsWith('.entity.ts'))
      .map((file) => import(join(folder, file)) as Promise<Record<string, EntityTarget<ObjectLiteral>>>),
  );
  return entities
    .flatMap((exported) => Object.values(exported))
    .filter((value) => typeof value === 'function');
}

describe.each(schemas.map(({ name }) => name))('the entities of %s', (schema) => {
  const without = withoutEntity[schema] ?? [];
  let database: TestDatabase;
  let dataSource: DataSource;
  beforeAll(async () => {
    database = await createTestDatabase();
    const source = createDataSource(database.url, schemas, await entitiesOf(schema));
    // PostgreSQL has had the type since version 13.
    source.driver.supportedDataTypes.push('xid8' as 'bigint');
    dataSource = await source.initialize();
    queueQueries(dataSource);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('cover all tables except those used only in SQL', async () => {
    const found = await database.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = $1`,
      [schema],
    );
    const known = dataSource.entityMetadatas.map((entity) => entity.tableName);
    expect(found.map(({ name }) => name).sort()).toEqual([...known, ...without].sort());
  });

  it('equal the schema that the migrations create', async () => {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('have the same collation on every column as the migrations', async () => {
    const declared = dataSource.entityMetadatas.flatMap((entity) =>
      entity.columns.map(
        (column) => `${entity.tableName}.${column.databaseName} ${column.collation ?? 'default'}`,
      ),
    );
    const found = await database.query<{ line: string }>(
      `SELECT format('%s.%s %s', table_name, column_name, coalesce(collation_name, 'default')) AS line
       FROM information_schema.columns WHERE table_schema = $1 AND table_name <> ALL($2)`,
      [schema, without],
    );
    expect(declared.sort()).toEqual(found.map(({ line }) => line).sort());
  });

  // TypeORM compares checks only by name.
  it('have exactly the same CHECK constraints as the migrations', async () => {
    const runner = dataSource.createQueryRunner();
    try {
      for (const { tableName, checks } of dataSource.entityMetadatas) {
        const declared = await asPostgresWordsThem(runner, schema, tableName, checks);
        expect(declared).toEqual(await checksOf(runner, `${schema}.${tableName}`));
      }
    } finally {
      await runner.release();
    }
  });
});

/** Lets each query runner run one query at a time. TypeORM loads tables with several at once, which pg deprecates. */
function queueQueries(dataSource: DataSource): void {
  const createQueryRunner = dataSource.createQueryRunner.bind(dataSource);
  dataSource.createQueryRunner = (mode) => {
    const runner = createQueryRunner(mode);
    const query = runner.query.bind(runner) as (...args: unknown[]) => Promise<unknown>;
    let last: Promise<unknown> = Promise.resolve();
    runner.query = (...args: unknown[]) => {
      const next = last.then(() => query(...args));
      last = next.catch(() => undefined);
      return next as Promise<never>;
    };
    return runner;
  };
}

interface NamedCheck {
  readonly name: string;
  readonly expression: string;
}

/** PostgreSQL normalises an expression when it stores it, so the declared ones are stored too, on a copy. */
async function asPostgresWordsThem(
  runner: QueryRunner,
  schema: string,
  table: string,
  checks: readonly NamedCheck[],
): Promise<unknown> {
  await runner.query(`CREATE TEMPORARY TABLE copy_of_${table} (LIKE ${schema}.${table})`);
  for (const { name, expression } of checks) {
    await runner.query(`ALTER TABLE copy_of_${table} ADD CONSTRAINT ${name} CHECK (${expression})`);
  }
  return checksOf(runner, `copy_of_${table}`);
}

function checksOf(runner: QueryRunner, table: string): Promise<unknown> {
  return runner.query(
    `SELECT conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
     WHERE conrelid = $1::regclass AND contype = 'c' ORDER BY conname`,
    [table],
  );
}
