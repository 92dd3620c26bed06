import { createDataSource } from '../../src/database/data-source.js';
import { isMigrated, migrate } from '../../src/database/migrate.js';
import { EarlierBuildError, migrationNames } from '../../src/database/migrations.js';
import { schemas } from '../../src/modules/apis.js';
import { aFlag, anAdminUser, anOrganisation } from '../support/builders/organisation.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const tables = [
  'organisation',
  'flag',
  'organisation_flag',
  'admin_user',
  'organisation_history',
  'flag_history',
  'import_position',
] as const;

/** Lists all database objects that belong to neither PostgreSQL nor an extension. */
const ownObjects = `
  SELECT kind, name FROM (
    SELECT 'schema' AS kind, nspname AS name, 'pg_namespace'::regclass AS catalogue, oid, oid AS namespace FROM pg_namespace
    UNION ALL SELECT 'relation ' || relkind::text, relname, 'pg_class'::regclass, oid, relnamespace FROM pg_class
    UNION ALL SELECT 'function', proname, 'pg_proc'::regclass, oid, pronamespace FROM pg_proc
    UNION ALL SELECT 'collation', collname, 'pg_collation'::regclass, oid, collnamespace FROM pg_collation
    UNION ALL SELECT 'type', typname, 'pg_type'::regclass, oid, typnamespace FROM pg_type WHERE typtype IN ('e', 'd', 'r')
  ) found
  WHERE namespace IN (SELECT oid FROM pg_namespace
      WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema'))
    AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = catalogue AND objid = found.oid AND deptype = 'e')
  ORDER BY kind, name`;

/** Lists the definition of the schema as PostgreSQL prints it. */
const schemaShape = `
  SELECT format('%s.%s %s %s null=%s default=%s collation=%s', table_name, column_name, data_type, datetime_precision,
      is_nullable, column_default, collation_name) AS line
    FROM information_schema.columns WHERE table_schema IN ('directory', 'notify')
  UNION ALL SELECT format('%s %s', conname, pg_get_constraintdef(oid)) FROM pg_constraint
    WHERE connamespace::regnamespace::text IN ('directory', 'notify')
  UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname IN ('directory', 'notify')
  UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace::regnamespace::text IN ('directory', 'notify')
  ORDER BY line`;

async function fillEveryTable(database: TestDatabase): Promise<void> {
  await anOrganisation(database, { organisation_id: 'kept', organisation_name: 'Crédito Ação', revision: 1 });
  await aFlag(database, { flag_id: 'kept-flag' }, ['kept']);
  await anAdminUser(database, 'kept', 'admin@kept.example');
  await database.query(
    `INSERT INTO directory.organisation_history
       (organisation_id, revision, client_id, interaction_id, operation, changes)
     VALUES ('kept', 1, 'client', 'interaction', 'Create', '[]')`,
  );
  await database.query(
    `INSERT INTO directory.flag_history (flag_id, revision, client_id, interaction_id, operation, changes)
     VALUES ('kept-flag', 1, 'client', 'interaction', 'Create', '[]')`,
  );
  await database.query(
    `INSERT INTO directory.import_position (fingerprint, records_done, progress) VALUES ('file', 1, '{}')`,
  );
}

async function rowsOf(database: TestDatabase, table: string): Promise<unknown[] | null> {
  const [found] = await database.query<{ name: string | null }>('SELECT to_regclass($1)::text AS name', [
    `directory.${table}`,
  ]);
  if (found?.name == null) return null;
  return database.query(
    `SELECT to_jsonb(t) - 'search_text' - 'writer' AS row FROM directory.${table} t ORDER BY 1`,
  );
}

async function allRows(database: TestDatabase): Promise<Record<string, unknown[] | null>> {
  const entries: [string, unknown[] | null][] = [];
  for (const table of tables) entries.push([table, await rowsOf(database, table)]);
  return Object.fromEntries(entries);
}

async function undoLast(database: TestDatabase, count: number): Promise<void> {
  const dataSource = await createDataSource(database.url, schemas).initialize();
  try {
    for (let undone = 0; undone < count; undone += 1) await dataSource.undoLastMigration();
  } finally {
    await dataSource.destroy();
  }
}

describe('migrations', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase(null);
  });
  afterEach(() => database.drop());

  it('run in order on an empty database', async () => {
    expect(await migrate(database.url, schemas)).toEqual(migrationNames(schemas));
    expect(Object.values(await allRows(database))).toEqual(tables.map(() => []));
  });

  it('change nothing in a migrated database', async () => {
    await migrate(database.url, schemas);
    expect(await migrate(database.url, schemas)).toEqual([]);
  });

  it('run once when several processes start concurrently', async () => {
    const runs = await Promise.all([
      migrate(database.url, schemas),
      migrate(database.url, schemas),
      migrate(database.url, schemas),
    ]);
    expect(runs.sort((one, other) => other.length - one.length)).toEqual([migrationNames(schemas), [], []]);
    expect(await database.query('SELECT name FROM schema_migration ORDER BY id')).toEqual(
      migrationNames(schemas).map((name) => ({ name })),
    );
  });

  it('reject the database of an earlier build and change nothing in it', async () => {
    await migrate(database.url, schemas);
    await database.query(`UPDATE schema_migration SET name = 'CreateDirectory1700000000000' WHERE id = 1`);
    const record = await database.query('SELECT * FROM schema_migration ORDER BY id');
    await expect(migrate(database.url, schemas)).rejects.toThrow(EarlierBuildError);
    await expect(isMigrated(database.url, schemas)).rejects.toThrow(
      /made by an earlier build .* move or delete /,
    );
    expect(await database.query('SELECT * FROM schema_migration ORDER BY id')).toEqual(record);
  });

  it('reject the database of a newer build by the name of its migration and change nothing in it', async () => {
    await migrate(database.url, schemas);
    await database.query(
      `INSERT INTO schema_migration (timestamp, name) VALUES (1990000000001, 'AddLater1990000000001')`,
    );
    for (const attempt of [migrate, isMigrated])
      await expect(attempt(database.url, schemas)).rejects.toThrow(
        'The database has migrations that this build does not know: AddLater1990000000001. ',
      );
  });

  it('that fail name themselves in one sentence, and leave nothing of their own behind', async () => {
    const [first = ''] = migrationNames(schemas);
    await migrate(database.url, schemas, 1);
    await database.query('DELETE FROM schema_migration');
    await expect(migrate(database.url, schemas)).rejects.toThrow(
      `The migration ${first} failed and was rolled back as a whole: `,
    );
    expect(await database.query('SELECT name FROM schema_migration')).toEqual([]);
  });

  it('revert one by one, each dropping its own tables and no row of another table', async () => {
    await migrate(database.url, schemas);
    await fillEveryTable(database);
    const before = await allRows(database);

    const undo = async (count: number): Promise<Record<string, unknown[] | null>> => {
      await undoLast(database, count);
      return allRows(database);
    };
    const notifyMigrations = migrationNames(schemas).filter((name) => name.includes('Notify'));
    expect(await undo(notifyMigrations.length)).toEqual(before);
    expect(await database.query(`SELECT to_regnamespace('notify') AS schema`)).toEqual([{ schema: null }]);
    // Indexes, the log and the webhooks have no rows of their own in these tables.
    expect(await undo(3)).toEqual(before);
    expect(await undo(1)).toEqual({ ...before, import_position: null });
    // Counters and search have no rows of their own.
    expect(await undo(3)).toEqual({ ...before, import_position: null });
    const withoutHistories = { organisation_history: null, flag_history: null };
    expect(await undo(1)).toEqual({ ...before, import_position: null, ...withoutHistories });
    await undoLast(database, 1);
    expect(Object.values(await allRows(database))).toEqual(tables.map(() => null));
  });

  it('leave only the schema and the migration table when all are reverted', async () => {
    await migrate(database.url, schemas);
    await fillEveryTable(database);
    await undoLast(database, migrationNames(schemas).length);
    expect(await database.query(ownObjects)).toEqual([
      { kind: 'relation S', name: 'schema_migration_id_seq' },
      { kind: 'relation i', name: expect.stringMatching(/^PK_/) as string },
      { kind: 'relation r', name: 'schema_migration' },
      { kind: 'schema', name: 'directory' },
      { kind: 'schema', name: 'public' },
    ]);
    expect(await database.query('SELECT FROM schema_migration')).toEqual([]);
  });

  it('create the same schema again after each is reverted, with the remaining rows', async () => {
    await migrate(database.url, schemas);
    await fillEveryTable(database);
    const shape = await database.query(schemaShape);
    const searchText = await database.query('SELECT search_text FROM directory.organisation');
    const before = await allRows(database);
    expect(searchText).toEqual([{ search_text: expect.stringContaining('credito acao') as string }]);

    for (let undone = 1; undone < migrationNames(schemas).length; undone += 1) {
      await undoLast(database, undone);
      expect(await migrate(database.url, schemas)).toEqual(migrationNames(schemas).slice(-undone));
      expect(await database.query(schemaShape)).toEqual(shape);
      expect(await database.query('SELECT search_text FROM directory.organisation')).toEqual(searchText);
    }
    const emptyTables = { import_position: [], organisation_history: [], flag_history: [] };
    expect(await allRows(database)).toEqual({ ...before, ...emptyTables });
  });

  it('create the same schema again after all are reverted', async () => {
    await migrate(database.url, schemas);
    await fillEveryTable(database);
    const shape = await database.query(schemaShape);
    await undoLast(database, migrationNames(schemas).length);
    expect(await migrate(database.url, schemas)).toEqual(migrationNames(schemas));
    expect(await database.query(schemaShape)).toEqual(shape);
    await fillEveryTable(database);
  });
});
