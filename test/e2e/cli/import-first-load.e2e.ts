import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import type { TestDatabase } from '../../support/postgres.js';
import { aRecord, CliWorkspace, ndjson } from './cli-workspace.js';
import { startCli } from './run-cli.js';

const workspace = new CliWorkspace();

// Every command is a process of its own, which takes its time to load on a busy machine.
jest.setTimeout(120_000);

afterAll(() => workspace.close());

/** A load without indexes pays from 20,000 organisations. */
const count = 21_000;
const records = Array.from({ length: count }, (_, index) => aRecord({ OrganisationId: `org-${index}` }));
/** As many bytes as a load without indexes has, in a few organisations. */
const largeRecords = Array.from({ length: 600 }, (_, index) =>
  aRecord({ OrganisationId: `org-${index}`, AuthorisationServers: ['x'.repeat(40_000)] }),
);

/** Every index and constraint of the directory, as PostgreSQL words them. */
async function schemaOf(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ definition: string }>(
    `SELECT pg_get_indexdef(indexrelid) AS definition FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
       WHERE relnamespace = 'directory'::regnamespace
     UNION ALL
     SELECT format('%s %s %s %s', conrelid::regclass, conname, convalidated, pg_get_constraintdef(oid))
       FROM pg_constraint WHERE connamespace = 'directory'::regnamespace
     ORDER BY 1`,
  );
  return rows.map((row) => row.definition);
}

const organisationsIn = async (database: TestDatabase): Promise<unknown> =>
  (await database.query('SELECT count(*)::int AS count FROM directory.organisation'))[0]?.count;

const deferredIn = async (database: TestDatabase): Promise<number> =>
  (await database.query('SELECT name FROM directory.deferred_index')).length;

/** Starts an import, waits until its indexes are dropped, and kills it. */
async function killedImport(database: TestDatabase): Promise<void> {
  const child = startCli(['import', 'many.ndjson'], { DATABASE_URL: database.url }, workspace.folder);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  while ((await deferredIn(database)) === 0 && child.exitCode === null) await delay(5);
  child.kill('SIGKILL');
  await ended;
}

/** The server notices a killed process a moment later. */
async function untilNobodyLoads(database: TestDatabase): Promise<void> {
  const query = `SELECT FROM pg_stat_activity WHERE datname = current_database()
    AND application_name = 'organisations-directory command'`;
  while ((await database.query(query)).length > 0) await delay(20);
}

beforeAll(() => workspace.write('many.ndjson', ndjson(records)));

it('keeps the indexes for a large file of few organisations, packed or not', async () => {
  const database = await workspace.database();
  workspace.write('large.ndjson', ndjson(largeRecords));
  const first = await workspace.run(database, 'import', 'large.ndjson');
  expect([first.exitCode, first.stderr, await organisationsIn(database)]).toEqual([0, '', 600]);
});

it('keeps the indexes where the first records are valid and nearly all others are not', async () => {
  const database = await workspace.database();
  const broken = Array.from({ length: 30_000 }, (_, index) =>
    aRecord({ OrganisationId: `org-${index}`, ...(index < 100 ? {} : { City: null }) }),
  );
  workspace.write('broken.ndjson', ndjson(broken));
  const { exitCode, stderr } = await workspace.run(database, 'import', 'broken.ndjson');
  expect([exitCode, stderr, await organisationsIn(database)]).toEqual([1, '', 100]);
});

it('drops the indexes after the first batch, whatever the file is packed in', async () => {
  const database = await workspace.database();
  workspace.write('many.ndjson.gz', gzipSync(ndjson(records)));
  const { exitCode, stderr } = await workspace.run(database, 'import', 'many.ndjson.gz');
  expect([exitCode, await organisationsIn(database)]).toEqual([0, count]);
  expect(stderr).toMatch(/indexes and foreign keys are dropped and recreated after the load\.$/m);
});

it('builds the indexes and foreign keys of a nearly empty directory when all is loaded', async () => {
  const database = await workspace.database();
  const before = await schemaOf(database);
  const { exitCode, stderr } = await workspace.run(database, 'import', 'many.ndjson');
  expect([exitCode, await organisationsIn(database)]).toEqual([0, count]);
  expect(stderr).toMatch(/indexes and foreign keys are dropped and recreated after the load\.$/m);
  expect(stderr).toMatch(/^Building directory\.organisation_search_text_idx \(\d+ of \d+\)\.$/m);
  expect(stderr).toMatch(/^Gathering statistics\.$/m);
  await expect(schemaOf(database)).resolves.toEqual(before);
  await expect(deferredIn(database)).resolves.toBe(0);
});

it('leaves them where they are when the directory holds as much already', async () => {
  const database = await workspace.database();
  const others = Array.from({ length: 3_000 }, (_, index) => aRecord({ OrganisationId: `other-${index}` }));
  workspace.write('others.ndjson', ndjson(others));
  await workspace.run(database, 'import', 'others.ndjson');
  const { exitCode, stderr } = await workspace.run(database, 'import', 'many.ndjson');
  expect([exitCode, stderr]).toEqual([0, '']);
});

it('keeps them, and says so, where somebody uses the tables all the while', async () => {
  const database = await workspace.database();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('BEGIN');
  await client.query('SELECT count(*) FROM directory.organisation');
  const { exitCode, stderr } = await workspace.run(database, 'import', 'many.ndjson');
  await client.end();
  expect([exitCode, await organisationsIn(database)]).toEqual([0, count]);
  expect(stderr).toBe(
    'The tables are in use: indexes and foreign keys are updated row by row, which is slower.\n',
  );
});

it('that was killed is mended by migrate', async () => {
  const database = await workspace.database();
  const before = await schemaOf(database);
  await killedImport(database);
  await untilNobodyLoads(database);
  expect(await schemaOf(database)).not.toEqual(before);
  const { exitCode, stdout, stderr } = await workspace.run(database, 'migrate');
  expect([exitCode, stdout]).toEqual([0, 'The database is up to date.\n']);
  expect(stderr).toContain('Building directory.organisation_search_text_idx');
  await expect(schemaOf(database)).resolves.toEqual(before);
});

it('that was killed is finished, and mended, by the next import', async () => {
  const database = await workspace.database();
  const before = await schemaOf(database);
  await killedImport(database);
  await untilNobodyLoads(database);
  const { exitCode } = await workspace.run(database, 'import', 'many.ndjson');
  expect([exitCode, await organisationsIn(database)]).toEqual([0, count]);
  await expect(schemaOf(database)).resolves.toEqual(before);
});
