import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../cli/run-cli.js';
import { startApp } from '../../support/app.js';
import { admin } from '../../support/identities.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { freePort, ServiceProcess } from '../../support/service-process.js';
import { aSigningKeyFile } from '../../support/signing-key.js';
import { startTcpProxy } from '../../support/tcp-proxy.js';

const refusal =
  'The role of DATABASE_URL is a superuser, so a fault in the service could rewrite the history; run the service as directory_service, which the command service-role makes, or set ALLOW_DATABASE_OWNER=true.\n';

let database: TestDatabase;
let dataDir: string;
beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'organisations-directory-database-role-'));
});
afterAll(async () => {
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

const production = {
  NODE_ENV: 'production',
  AUTH_ISSUER: 'https://issuer.example',
  AUTH_AUDIENCE: 'directory',
  NOTIFY_ADMIN_SECRETS: randomBytes(32).toString('hex'),
  WEBHOOK_SECRET_KEYS: randomBytes(32).toString('hex'),
};
const start = async (environment: Readonly<Record<string, string>>): Promise<ServiceProcess> =>
  ServiceProcess.start({
    ...production,
    SIGNING_KEY_FILE: aSigningKeyFile(dataDir),
    DATA_DIR: dataDir,
    PORT: await freePort(),
    ...environment,
  });

const changed = (url: string, change: (url: URL) => void): string => {
  const other = new URL(url);
  change(other);
  return other.href;
};
const wrongLogins = (): (readonly [string, RegExp])[] => [
  [
    changed(database.serviceUrl, (url) => (url.password = 'a-password-that-is-wrong')),
    /^The database refuses the login of DATABASE_URL: password authentication failed for user "directory_service"\. Correct the role, the password or the database in the URL\.\n$/,
  ],
  [
    changed(database.serviceUrl, (url) => (url.username = 'nobody')),
    /^The database refuses the login of DATABASE_URL: password authentication failed for user "nobody"\. .*\n$/,
  ],
  [
    changed(database.serviceUrl, (url) => (url.pathname = '/absent')),
    /^The database refuses the login of DATABASE_URL: database "absent" does not exist\. .*\n$/,
  ],
];

describe('a service in production', () => {
  it('exits with 1 and one sentence as a superuser', async () => {
    const service = await start({ DATABASE_URL: database.url });
    expect(await service.ended()).toBe(1);
    expect(service.printed).toBe(refusal);
  });

  it('starts as a superuser with ALLOW_DATABASE_OWNER=true, and warns', async () => {
    const service = await start({ DATABASE_URL: database.url, ALLOW_DATABASE_OWNER: 'true' });
    await service.untilReady();
    expect(await service.stop()).toBe(0);
    expect(service.printed).toContain(
      'Warning: The role of DATABASE_URL is a superuser, so a fault in the service could rewrite the history (ALLOW_DATABASE_OWNER=true).\n',
    );
  });

  it('starts without a warning as the role that owns nothing', async () => {
    const service = await start({ DATABASE_URL: database.serviceUrl });
    await service.untilReady();
    expect(await service.stop()).toBe(0);
    expect(service.printed).not.toContain('Warning');
  });

  it('that starts while the database is away exits with 1 when the database answers to a superuser', async () => {
    const { hostname, port } = new URL(database.url);
    const proxy = await startTcpProxy({ hostname, port: Number(port) });
    await proxy.cut();
    const service = await start({
      DATABASE_URL: changed(database.url, (url) => (url.port = String(proxy.port))),
      LOG_LEVEL: 'info',
      LOG_FORMAT: 'json',
    });
    await service.untilPrinted(/Server listening/);
    await proxy.mend();
    expect(await service.ended()).toBe(1);
    expect(service.printed).toMatch(/^The role of DATABASE_URL is a superuser, /m);
    await proxy.cut();
  });

  it('exits with 1 and one sentence if the database refuses its login', async () => {
    for (const [DATABASE_URL, sentence] of wrongLogins()) {
      const service = await start({ DATABASE_URL });
      expect(await service.ended()).toBe(1);
      expect(service.printed).toMatch(sentence);
    }
  });
});

it('a command exits with 1 and one sentence if the database refuses its login', async () => {
  for (const [DATABASE_URL, sentence] of wrongLogins())
    for (const command of ['migrate', 'service-role', 'seed']) {
      const { exitCode, stderr } = await runCli([command], { DATABASE_URL }, dataDir);
      expect([command, exitCode, stderr]).toEqual([command, 1, expect.stringMatching(sentence)]);
    }
}, 60_000);

it('a request whose login the database refuses is answered 502 without the reason', async () => {
  const DATABASE_URL = wrongLogins()[0]?.[0] ?? '';
  const service = await startApp({ DATABASE_URL });
  const answer = await service.as(admin).get('/organisations');
  expect([answer.status, answer.body]).toEqual([
    502,
    { errors: ['The directory can not reach its database; try again later.'] },
  ]);
  await service.close();
});
