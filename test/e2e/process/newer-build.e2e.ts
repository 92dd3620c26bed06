import { runCli } from '../cli/run-cli.js';
import { CliWorkspace } from '../cli/cli-workspace.js';
import type { TestDatabase } from '../../support/postgres.js';
import { freePort, ServiceProcess } from '../../support/service-process.js';
import { until } from '../../support/until.js';

const later = 'AddLater1990000000001';
const sentence =
  `The database has migrations that this build does not know: ${later}. A newer build migrated it: run that build, or ` +
  'restore the backup from before its migration (docs/operations/runbooks/migration-failed.md).\n';
const workspace = new CliWorkspace();
let database: TestDatabase;

// Every command is a process of its own, which takes its time to load on a busy machine.
jest.setTimeout(120_000);

const addLater = (): Promise<unknown> =>
  database.query(`INSERT INTO schema_migration (timestamp, name) VALUES (1990000000001, '${later}')`);
const migrate = () => runCli(['migrate'], { DATABASE_URL: database.url }, workspace.folder);

beforeEach(async () => {
  database = await workspace.database();
});
afterAll(() => workspace.close());

it('migrate exits with 1 and names the migration of a newer build', async () => {
  expect(await migrate()).toEqual({ exitCode: 0, stdout: 'The database is up to date.\n', stderr: '' });
  await addLater();
  expect(await migrate()).toEqual({ exitCode: 1, stdout: '', stderr: sentence });
});

it('migrate exits with 1 and names the migration that failed', async () => {
  await database.query('DELETE FROM schema_migration');
  const { exitCode, stdout, stderr } = await migrate();
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(
    /^The migration \w+\d{13} failed and was rolled back as a whole: .* already exists\. .*\n$/,
  );
});

it('/health/ready answers 503 with the name of the migration of a newer build, and 200 without it', async () => {
  const service = ServiceProcess.start({ DATABASE_URL: database.url, PORT: await freePort() });
  await service.untilReady();
  const readiness = async (status: number): Promise<unknown> =>
    until(`readiness ${status}`, async () => {
      const answer = await fetch(`${service.origin}/health/ready`);
      const body: unknown = await answer.json();
      return answer.status === status ? body : null;
    });
  await addLater();
  const reason = `the database has migrations that this build does not know: ${later}`;
  expect(await readiness(503)).toEqual({ status: reason });
  await service.untilPrinted(new RegExp(`the service is not ready: ${reason}`));
  expect((await fetch(`${service.origin}/health/live`)).status).toBe(200);
  await database.query(`DELETE FROM schema_migration WHERE name = '${later}'`);
  expect(await readiness(200)).toEqual({ status: 'ready' });
  await service.stop();
});

it('the service exits with 1 at its start and names the migration of a newer build', async () => {
  await addLater();
  const service = ServiceProcess.start({ DATABASE_URL: database.url, PORT: await freePort() });
  expect(await service.ended()).toBe(1);
  expect(service.printed).toBe(sentence);
});
