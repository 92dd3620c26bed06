import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedServer, openEmbeddedServer } from '../../../src/database/embedded/embedded-server.js';
import { query } from '../../support/postgres.js';
import { type CliResult, runCli } from './run-cli.js';

/** Of its own, because a server has one role of this name for all databases. */
let server: EmbeddedServer;
let dataDir: string;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'organisations-directory-service-role-'));
  server = await openEmbeddedServer(dataDir, () => undefined);
  await query(server.url, 'DROP OWNED BY directory_service');
  await query(server.url, 'DROP ROLE directory_service');
}, 60_000);
afterAll(async () => {
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const serviceRole = (SERVICE_ROLE_PASSWORD: string): Promise<CliResult> =>
  runCli(['service-role'], { DATABASE_URL: server.url, SERVICE_ROLE_PASSWORD }, dataDir);
const canRead = (password: string): Promise<boolean> => {
  const url = new URL(server.url);
  url.username = 'directory_service';
  url.password = encodeURIComponent(password);
  return query(url.href, 'SELECT FROM directory.organisation').then(
    () => true,
    () => false,
  );
};

it('service-role with SERVICE_ROLE_PASSWORD gives the role that password each time, and prints no password', async () => {
  const printed = 'The role directory_service has the password of SERVICE_ROLE_PASSWORD.\n';
  for (const password of ['first-password-of-the-role', 'first-password-of-the-role', 'second-pässword%41']) {
    expect(await serviceRole(password)).toEqual({ exitCode: 0, stdout: printed, stderr: '' });
    expect(await canRead(password)).toBe(true);
  }
  expect(await canRead('first-password-of-the-role')).toBe(false);
  const url = new URL(server.url);
  url.username = 'directory_service';
  url.password = encodeURIComponent('second-pässword%41');
  await expect(query(url.href, 'DELETE FROM directory.organisation_history')).rejects.toThrow(
    'permission denied',
  );
}, 60_000);

it('service-role without SERVICE_ROLE_PASSWORD refuses to replace the password of the role', async () => {
  expect(await serviceRole('')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('already exists') as string,
  });
});
