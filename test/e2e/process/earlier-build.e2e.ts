import { runCli } from '../cli/run-cli.js';
import { aRecord, CliWorkspace } from '../cli/cli-workspace.js';
import type { TestDatabase } from '../../support/postgres.js';
import { freePort, ServiceProcess } from '../../support/service-process.js';

const workspace = new CliWorkspace();
const sentence =
  'The database was made by an earlier build of this service, which this one can not migrate: ' +
  'move or delete the folder of DATA_DIR (or the database of DATABASE_URL) and start again, ' +
  'or write it with the earlier build\'s "export --all FILE" first and then import that file.\n';
let database: TestDatabase;

// Every command is a process of its own, which takes its time to load on a busy machine.
jest.setTimeout(120_000);

beforeAll(async () => {
  database = await workspace.database();
  await database.query(`UPDATE schema_migration SET name = 'CreateDirectory1700000000000' WHERE id = 1`);
  workspace.write('one.json', JSON.stringify(aRecord()));
});
afterAll(() => workspace.close());

it.each([['migrate'], ['import', 'one.json'], ['export', 'all.json']])(
  'the database of an earlier build is refused in one sentence by %s',
  async (...args) => {
    const result = await runCli(args, { DATABASE_URL: database.url }, workspace.folder);
    expect(result).toEqual({ exitCode: 1, stdout: '', stderr: sentence });
    await expect(database.query('SELECT FROM directory.organisation')).resolves.toEqual([]);
  },
);

it('the database of an earlier build is refused in one sentence by the service', async () => {
  const service = ServiceProcess.start({ DATABASE_URL: database.url, PORT: await freePort() });
  expect(await service.ended()).toBe(1);
  expect(service.printed).toBe(sentence);
});
