import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anOrganisationBody } from '../support/builders/organisation.js';
import { Client } from '../support/client.js';
import { admin } from '../support/identities.js';
import { audience, startIssuer, type TestIssuer } from '../support/issuer.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { freePort, ServiceProcess } from '../support/service-process.js';
import { until } from '../support/until.js';
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.js';

/** Maximum time of three process starts and of two claims of dead processes. */
const limitMs = 300_000;

describe('a service killed while it sends webhooks', () => {
  let dataDir: string;
  let database: TestDatabase;
  let issuer: TestIssuer;
  let receiver: WebhookReceiver;
  let service: ServiceProcess | undefined;
  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'organisations-directory-kill-'));
    database = await createTestDatabase();
    issuer = await startIssuer();
    receiver = await startReceiver();
  });
  afterEach(async () => {
    await service?.stop('SIGTERM');
    await receiver.close();
    await issuer.close();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const start = async (): Promise<Client> => {
    service = ServiceProcess.start({
      AUTH_ISSUER: issuer.url,
      AUTH_AUDIENCE: audience,
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      PORT: await freePort(),
    });
    await service.untilReady();
    return new Client(service.origin, () => issuer.token(admin));
  };
  let serial = 0;
  const create = async (client: Client, count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) {
      const body = anOrganisationBody({ OrganisationId: `org-${++serial}` });
      expect((await client.post('/organisations', body)).status).toBe(201);
    }
  };

  it(
    'repeats the batch under its id, and loses, repeats and reorders nothing else',
    async () => {
      const client = await start();
      // The development sample has a log of its own.
      const { After } = (await client.post('/webhooks', { Url: receiver.url })).body as { After: string };
      const begin = Number(After.split('.')[1]);
      await receiver.waitFor('webhook.verification', 1);
      receiver.behave((message, response) => {
        // Holds the first batch, so that the process dies between sending and recording.
        if (message.body.type !== 'organisation.changes') response.end();
      });
      await create(client, 5);
      const [held] = await receiver.waitFor('organisation.changes', 1);
      await service?.stop('SIGKILL');
      receiver.behave(null);
      await create(await start(), 5);
      const [, repeated] = await receiver.waitFor('organisation.changes', 2);
      expect(repeated?.headers['webhook-id']).toBe(held?.headers['webhook-id']);
      expect(repeated?.text).toBe(held?.text);
      await until('all changes', () => (receiver.positions().at(-1) === begin + 10 ? true : null));
      expect(receiver.positions()).toEqual(Array.from({ length: 10 }, (_, index) => begin + 1 + index));
    },
    limitMs,
  );
});
