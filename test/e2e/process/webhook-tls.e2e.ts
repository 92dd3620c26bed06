import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '../../support/client.js';
import { software } from '../../support/identities.js';
import { audience, startIssuer, type TestIssuer } from '../../support/issuer.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { freePort, ServiceProcess } from '../../support/service-process.js';
import { tlsFile } from '../../support/tls.js';
import { until } from '../../support/until.js';
import { startReceiver, type WebhookReceiver } from '../../support/webhook-receiver.js';

let dataDir: string;
let database: TestDatabase;
let issuer: TestIssuer;
let receiver: WebhookReceiver;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'organisations-directory-webhook-tls-'));
  database = await createTestDatabase();
  issuer = await startIssuer();
  receiver = await startReceiver({
    cert: readFileSync(tlsFile('server-rsa.pem')),
    key: readFileSync(tlsFile('server-rsa.key')),
  });
});
afterAll(async () => {
  await receiver.close();
  await issuer.close();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Runs a service and returns the first attempt of a new webhook. */
async function firstAttempt(environment: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
  const service = ServiceProcess.start({
    AUTH_ISSUER: issuer.url,
    AUTH_AUDIENCE: audience,
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    PORT: await freePort(),
    ...environment,
  });
  try {
    await service.untilReady();
    const client = new Client(service.origin, () => issuer.token(software));
    const { WebhookId } = (await client.post('/webhooks', { Url: receiver.url })).body as {
      WebhookId: string;
    };
    return await until('an attempt', async () => {
      const { body } = await client.get(`/webhooks/${WebhookId}/deliveries`);
      return (body as { content: Record<string, unknown>[] }).content[0] ?? null;
    });
  } finally {
    await service.stop();
  }
}

describe('a receiver over https', () => {
  it('gets messages if an authority that this machine trusts signed its certificate', async () => {
    const attempt = await firstAttempt({ NODE_EXTRA_CA_CERTS: tlsFile('authority.pem') });
    expect(attempt).toMatchObject({ Type: 'webhook.verification', Status: 200, Error: null });
  });

  it('gets nothing otherwise', async () => {
    const before = receiver.messages.length;
    expect(await firstAttempt({})).toMatchObject({
      Status: null,
      Error: expect.stringMatching(/^The connection to the receiver failed \([A-Z_]+\)\.$/) as string,
    });
    expect(receiver.messages).toHaveLength(before);
  });
});
