import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '../../support/client.js';
import { software } from '../../support/identities.js';
import { audience, startIssuer, type TestIssuer } from '../../support/issuer.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { freePort, ServiceProcess } from '../../support/service-process.js';
import { aSigningKeyFile } from '../../support/signing-key.js';
import { until } from '../../support/until.js';

const warning = 'Warning: AUTH_REQUIRE_SENDER_CONSTRAINED is false: ';

let database: TestDatabase;
let issuer: TestIssuer;
let dataDir: string;
beforeAll(async () => {
  database = await createTestDatabase();
  issuer = await startIssuer();
  dataDir = mkdtempSync(join(tmpdir(), 'organisations-directory-keys-'));
});
afterAll(async () => {
  await issuer.close();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

const production = async (environment: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> => {
  const service = ServiceProcess.start({
    NODE_ENV: 'production',
    SIGNING_KEY_FILE: aSigningKeyFile(dataDir),
    AUTH_ISSUER: issuer.url,
    AUTH_AUDIENCE: audience,
    NOTIFY_ADMIN_SECRETS: randomBytes(32).toString('hex'),
    WEBHOOK_SECRET_KEYS: randomBytes(32).toString('hex'),
    DATABASE_URL: database.serviceUrl,
    DATA_DIR: dataDir,
    PORT: await freePort(),
    ...environment,
  });
  await service.untilReady();
  return service;
};

const statusOf = async (service: ServiceProcess, token: string): Promise<number> =>
  (await new Client(service.origin, () => Promise.resolve(token)).get('/organisations')).status;

describe('a service in production', () => {
  it('refuses tokens that are bound to nothing, without a warning at the start', async () => {
    const service = await production();
    expect(await statusOf(service, await issuer.token(software))).toBe(401);
    expect(await service.stop()).toBe(0);
    expect(service.printed).not.toContain('AUTH_REQUIRE_SENDER_CONSTRAINED');
  });

  it('accepts them with AUTH_REQUIRE_SENDER_CONSTRAINED=false, with a warning at each start', async () => {
    for (let start = 1; start <= 2; start++) {
      const service = await production({ AUTH_REQUIRE_SENDER_CONSTRAINED: 'false' });
      expect(await statusOf(service, await issuer.token(software))).toBe(200);
      expect(await service.stop()).toBe(0);
      expect(service.printed).toContain(warning);
    }
  });

  it('fetches the keys at once at SIGHUP, refuses a withdrawn one, and goes on', async () => {
    await issuer.rotate('next');
    const service = await production({ AUTH_REQUIRE_SENDER_CONSTRAINED: 'false' });
    const token = await issuer.token(software);
    expect(await statusOf(service, token)).toBe(200);
    issuer.withdraw('es256');
    service.child.kill('SIGHUP');
    await until('the refusal', async () => ((await statusOf(service, token)) === 401 ? true : null));
    expect(await statusOf(service, await issuer.token(software, { kid: 'next' }))).toBe(200);
    expect(await service.stop()).toBe(0);
  });
});
