import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { freePort, ServiceProcess } from '../../support/service-process.js';
import { aSigningKeyFile } from '../../support/signing-key.js';

/** Reaches loopback, but the service can't know that of a name: it counts as an address that other machines can reach. */
const network = { HOST: '127.1' };
const sentence =
  'HOST is "127.1", which other machines can reach, and these settings have development values: AUTH_ISSUER, NOTIFY_ADMIN_SECRETS; allowed: values of your own, HOST=127.0.0.1, or ALLOW_DEVELOPMENT_ON_NETWORK=true.';
const own = {
  AUTH_ISSUER: 'https://issuer.example',
  AUTH_AUDIENCE: 'directory',
  NOTIFY_ADMIN_SECRETS: randomBytes(32).toString('hex'),
  WEBHOOK_SECRET_KEYS: randomBytes(32).toString('hex'),
};

let database: TestDatabase;
let dataDir: string;
beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'organisations-directory-network-'));
});
afterAll(async () => {
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

const start = async (environment: Readonly<Record<string, string>>): Promise<ServiceProcess> =>
  ServiceProcess.start({
    DATABASE_URL: database.serviceUrl,
    DATA_DIR: dataDir,
    PORT: await freePort(),
    ...environment,
  });

describe('a service on a HOST that other machines can reach', () => {
  it('exits with 1 and one sentence if it has development values', async () => {
    const service = await start(network);
    expect(await service.ended()).toBe(1);
    expect(service.printed).toBe(`${sentence}\n`);
  });

  it('starts with ALLOW_DEVELOPMENT_ON_NETWORK=true, and warns', async () => {
    const service = await start({ ...network, ALLOW_DEVELOPMENT_ON_NETWORK: 'true' });
    await service.untilReady();
    expect(await service.stop()).toBe(0);
    expect(service.printed).toContain('Warning: ALLOW_DEVELOPMENT_ON_NETWORK is true and HOST is "127.1": ');
    expect(service.printed).toContain('Warning: HOST is "127.1" and TLS_CERT_FILE is not set: ');
  });

  it('exits with 1 in production even with ALLOW_DEVELOPMENT_ON_NETWORK=true', async () => {
    const service = await start({
      ...network,
      NODE_ENV: 'production',
      ALLOW_DEVELOPMENT_ON_NETWORK: 'true',
    });
    expect(await service.ended()).toBe(1);
    expect(service.printed).toMatch(
      /^AUTH_ISSUER is not set: .*\nNOTIFY_ADMIN_SECRETS is not set: .*\nWEBHOOK_SECRET_KEYS is not set: .*\nSIGNING_KEY_FILE is not set: .*\n$/,
    );
  });

  it('starts in production with values of its own, and warns of plain HTTP only', async () => {
    const service = await start({
      ...network,
      ...own,
      SIGNING_KEY_FILE: aSigningKeyFile(dataDir),
      NODE_ENV: 'production',
    });
    await service.untilReady();
    expect(await service.stop()).toBe(0);
    expect(service.printed.match(/^Warning: .*$/gm)).toEqual([
      expect.stringContaining('HOST is "127.1" and TLS_CERT_FILE is not set: '),
    ]);
  });
});

it('a service on loopback starts without a warning, as the role that owns nothing', async () => {
  const service = await start({});
  await service.untilReady();
  expect(await service.stop()).toBe(0);
  expect(service.printed).not.toContain('Warning');
});
