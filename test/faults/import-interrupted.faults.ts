import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { TestDatabase } from '../support/postgres.js';
import { aRecord, CliWorkspace, ndjson } from '../e2e/cli/cli-workspace.js';
import { type CliResult, startCli } from '../e2e/cli/run-cli.js';

const workspace = new CliWorkspace();

afterAll(() => workspace.close());

/** Some are broken, and some repeat an id of a batch before theirs. */
const records = Array.from({ length: 2_000 }, (_, index) => {
  if (index % 700 === 650) return aRecord({ OrganisationId: `org-${index}`, City: 'L' });
  return aRecord({ OrganisationId: `org-${index % 900 === 899 ? index - 600 : index}`, AdminUsers: [] });
});
/** In the third of four batches. */
const lateId = 'org-1200';

/** A database that has one of the organisations already. */
async function databaseWithLateOne(): Promise<TestDatabase> {
  const database = await workspace.database();
  workspace.write('late.ndjson', ndjson([aRecord({ OrganisationId: lateId, City: 'Leeds' })]));
  await workspace.run(database, 'import', 'late.ndjson');
  return database;
}

/** Keeps the import from going beyond its first batches until the promise that it returns is called. */
async function holdUp(database: TestDatabase): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('BEGIN');
  await client.query('SELECT FROM directory.organisation WHERE organisation_id = $1 FOR UPDATE', [lateId]);
  return () => client.end();
}

async function recordsDone(database: TestDatabase): Promise<number> {
  const rows = await database.query<{ records_done: number }>(
    'SELECT records_done FROM directory.import_position',
  );
  return rows[0]?.records_done ?? 0;
}

/** Starts an import and waits until it is held up. */
async function startHeldUp(database: TestDatabase, report: string) {
  const release = await holdUp(database);
  const environment = { DATABASE_URL: database.url };
  const child = startCli(['import', 'many.ndjson', '--report', report], environment, workspace.folder);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  while ((await recordsDone(database)) < 1_000) await delay(20);
  const noticed = new Promise((resolve) => child.stderr?.once('data', resolve));
  return { child, ended, noticed, release };
}

const countsOf = (stdout: string): string[] => stdout.match(/^ +\d+ {2}.*$/gm) ?? [];
const contentOf = async (database: TestDatabase): Promise<string> =>
  (await workspace.run(database, 'export', '--all', '-')).stdout;

let unbroken: TestDatabase;
let whole: CliResult;
beforeAll(async () => {
  workspace.write('many.ndjson', ndjson(records));
  unbroken = await databaseWithLateOne();
  whole = await workspace.run(unbroken, 'import', 'many.ndjson', '--report', 'whole-report.ndjson');
});

it.each([
  ['SIGKILL', null],
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)(
  'an import that %s ended resumes with the result of an uninterrupted run',
  async (signal, expectedExitCode) => {
    expect(whole.exitCode).toBe(1);
    const broken = await databaseWithLateOne();
    const { child, ended, noticed, release } = await startHeldUp(broken, 'broken-report.ndjson');
    child.kill(signal);
    await (signal === 'SIGKILL' ? ended : noticed);
    await release();
    await expect(ended).resolves.toBe(expectedExitCode);

    const resumed = await workspace.run(broken, 'import', 'many.ndjson', '--report', 'broken-report.ndjson');
    expect(resumed.exitCode).toBe(1);
    expect(resumed.stdout).toMatch(/^Resumed after record (1000|1500) of an interrupted import\.$/m);
    expect(countsOf(resumed.stdout)).toEqual(countsOf(whole.stdout));
    expect(workspace.read('broken-report.ndjson')).toBe(workspace.read('whole-report.ndjson'));
    expect(await contentOf(broken)).toBe(await contentOf(unbroken));
    await expect(recordsDone(broken)).resolves.toBe(0);
    const history = await broken.query(
      `SELECT max(revision) AS revision, count(DISTINCT interaction_id)::int AS runs
       FROM directory.organisation_history WHERE organisation_id <> $1`,
      [lateId],
    );
    expect(history).toEqual([{ revision: 1, runs: 1 }]);
  },
);

it('a second import of the same file is refused while the first runs', async () => {
  const database = await databaseWithLateOne();
  const { child, ended, release } = await startHeldUp(database, 'first.ndjson');
  const second = await workspace.run(database, 'import', 'many.ndjson', '--report', 'second.ndjson');
  child.kill('SIGKILL');
  await ended;
  await release();
  expect(second).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: 'Another process is importing this file. Wait until it has finished.\n',
  });
});
