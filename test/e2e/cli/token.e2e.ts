import { decodeJwt } from 'jose';
import { runCli } from './run-cli.js';
import { CliWorkspace } from './cli-workspace.js';

const workspace = new CliWorkspace();

// Every command is a process of its own, which takes its time to load on a busy machine.
jest.setTimeout(120_000);

afterAll(() => workspace.close());

const token = (environment: Record<string, string>, ...args: string[]) =>
  runCli(['token', ...args], { DATA_DIR: workspace.path('data'), ...environment }, workspace.folder);

it('is printed alone, for the operator of the directory unless somebody is named', async () => {
  const { exitCode, stdout, stderr } = await token({});
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(decodeJwt(stdout.trim())).toMatchObject({ client_id: 'dev-admin', scope: 'directory:admin' });
});

it('may be that of a user', async () => {
  const { stdout } = await token({}, 'admin@sample-bank.example');
  expect(decodeJwt(stdout.trim())).toMatchObject({
    email: 'admin@sample-bank.example',
    scope: 'directory:website',
  });
});

it('is refused for a stranger, naming who is known', async () => {
  const result = await token({}, 'stranger');
  expect(result).toMatchObject({ exitCode: 1, stdout: '' });
  expect(result.stderr).toContain('dev-software');
});

it('is refused where another authorisation server is trusted', async () => {
  const result = await token({ AUTH_ISSUER: 'https://issuer.example', AUTH_AUDIENCE: 'directory' });
  expect(result).toMatchObject({ exitCode: 1, stdout: '' });
  expect(result.stderr).toMatch(/^AUTH_ISSUER is set: .*\n$/);
});
