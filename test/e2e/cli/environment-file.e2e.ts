import { aRecord, CliWorkspace } from './cli-workspace.js';
import { runCli } from './run-cli.js';

const workspace = new CliWorkspace();

// Every command is a process of its own, which takes its time to load on a busy machine.
jest.setTimeout(120_000);

afterAll(() => workspace.close());

const run = (settings: Record<string, string>, ...args: string[]) => runCli(args, settings, workspace.folder);

it('a command reads its settings from .env in the working directory, and the environment wins', async () => {
  const [ofFile, ofEnvironment] = [await workspace.database(), await workspace.database()];
  workspace.write('.env', `# The directory\nDATABASE_URL=${ofFile.url}\nLOG_LEVEL=\n`);
  workspace.write('one.json', JSON.stringify(aRecord()));
  const organisations = 'SELECT organisation_id FROM directory.organisation';
  await expect(run({}, 'import', 'one.json')).resolves.toMatchObject({ exitCode: 0 });
  await expect(ofFile.query(organisations)).resolves.toHaveLength(1);
  await run({ DATABASE_URL: ofEnvironment.url }, 'import', 'one.json');
  await expect(ofEnvironment.query(organisations)).resolves.toHaveLength(1);
});

it('a command names all wrong settings of .env and of the environment at once, without passwords', async () => {
  workspace.write('.env', 'PORT=http\nDATABASE_URL=mysql://owner:hush-hush@db/x\n');
  await expect(run({ LOG_LEVEL: 'loud' }, 'migrate')).resolves.toEqual({
    exitCode: 1,
    stdout: '',
    stderr:
      'PORT is "http"; allowed: a whole number from 1 to 65535.\n' +
      'DATABASE_URL is "mysql://owner:…@db/x"; allowed: a URL such as postgres://user:password@host:5432/database.\n' +
      'LOG_LEVEL is "loud"; allowed: fatal, error, warn, info, debug, trace, silent.\n',
  });
});

it('--version prints the version of the package', async () => {
  const { stdout, exitCode } = await run({}, '--version');
  expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
});

it('--help lists every command in 80 columns', async () => {
  const { stdout } = await run({}, '--help');
  expect(stdout).toContain('\n  import           Load organisations from a file.\n');
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});
