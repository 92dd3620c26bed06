import { startApp, type Sibling, type TestApp } from '../../support/app.js';
import { anOrganisationBody } from '../../support/builders/organisation.js';
import { wholeLog } from '../../support/change-log.js';
import { admin, software } from '../../support/identities.js';
import { until } from '../../support/until.js';
import {
  positionsOf,
  refuseChanges,
  startReceiver,
  type WebhookReceiver,
} from '../../support/webhook-receiver.js';
import {
  ageWebhook,
  anActiveWebhook,
  createWebhook,
  getWebhook,
  webhookWith,
} from '../../support/webhooks.js';
import { Upkeep } from '../../../src/modules/directory/webhooks/sending/upkeep.service.js';

let service: TestApp;
let sibling: Sibling;
let receiver: WebhookReceiver;
beforeAll(async () => {
  service = await startApp();
  sibling = await service.startSibling();
});
afterAll(async () => {
  await sibling.close();
  await service.close();
});
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await service.database.query('DELETE FROM directory.webhook');
  await receiver.close();
});

let serial = 0;
async function organisations(count: number): Promise<void> {
  const ids = Array.from({ length: count }, () => `org-${++serial}`);
  await Promise.all(
    ids.map(async (id, index) => {
      const instance = index % 2 === 0 ? service : sibling;
      const body = anOrganisationBody({ OrganisationId: id });
      expect((await instance.as(admin).post('/organisations', body)).status).toBe(201);
    }),
  );
}

const rangeTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

describe('two instances', () => {
  it('send each change to each receiver once and in order while nothing fails', async () => {
    const receivers = await Promise.all(Array.from({ length: 5 }, () => startReceiver()));
    try {
      for (const { url } of receivers) await anActiveWebhook(service, { Url: url, After: '0' });
      for (let round = 0; round < 5; round += 1) await organisations(16);
      await wholeLog(service.database);
      for (const each of receivers)
        await until('all changes', () => (each.positions().at(-1) === serial ? true : null));
      for (const each of receivers) {
        expect(each.positions()).toEqual(rangeTo(serial));
        const ids = each.messages.map(({ headers }) => headers['webhook-id']);
        expect(new Set(ids).size).toBe(ids.length);
      }
    } finally {
      for (const each of receivers) await each.close();
    }
  });

  it('repeat the batch of an instance that died, under its id, when its claim is over', async () => {
    const { WebhookId } = await anActiveWebhook(service, { Url: receiver.url });
    receiver.behave(refuseChanges(500));
    await organisations(2);
    const [first] = await receiver.waitFor('organisation.changes', 1);
    await until('the failure', async () =>
      (await getWebhook(service, WebhookId)).FailingSince === null ? null : true,
    );
    // As after kill -9: the batch is fixed and the claim of the dead instance is still running.
    await service.database.query(
      `UPDATE directory.webhook SET claim = gen_random_uuid(), claimed_until = now() + interval '1 second',
         next_attempt_at = now(), attempts = 0, failing_since = NULL`,
    );
    receiver.behave(null);
    const [, second] = await receiver.waitFor('organisation.changes', 2);
    expect(second?.text).toBe(first?.text);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  });

  it('write no result of an attempt during which a client moved the cursor', async () => {
    const { WebhookId } = await anActiveWebhook(service, { Url: receiver.url });
    let finish: () => void = () => undefined;
    receiver.behave((message, response) => {
      finish = () => response.end();
      if (message.body.type !== 'organisation.changes') response.end();
    });
    await organisations(1);
    const [held] = await receiver.waitFor('organisation.changes', 1);
    await service.as(software).post(`/webhooks/${WebhookId}/replay`, { After: '0' });
    receiver.behave(null);
    finish();
    await wholeLog(service.database);
    await until('all changes again', () => (receiver.positions().at(-1) === serial ? true : null));
    const again = receiver.messages.filter((message) => message !== held && positionsOf(message).length > 0);
    expect(again.flatMap(positionsOf)).toEqual(rangeTo(serial));
  });
});

describe('a client', () => {
  it('that has not called for 30 days is taken as gone: its webhooks are Paused', async () => {
    const { WebhookId } = await anActiveWebhook(service, { Url: receiver.url });
    const upkeep = service.app.get(Upkeep);
    await upkeep.run();
    await ageWebhook(service, WebhookId, '29 days 23 hours');
    await upkeep.run();
    expect((await getWebhook(service, WebhookId, admin)).Status).toBe('Active');
    await ageWebhook(service, WebhookId, '2 hours');
    await upkeep.run();
    const webhook = await getWebhook(service, WebhookId, admin);
    expect(webhook).toMatchObject({
      Status: 'Paused',
      StatusReason: expect.stringContaining('not called the API with a valid token for 30 days') as string,
    });
  });

  it('that calls is not: each good token counts', async () => {
    const { WebhookId } = await anActiveWebhook(service, { Url: receiver.url });
    await ageWebhook(service, WebhookId, '31 days');
    await service.as(software).get('/organisations');
    await service.app.get(Upkeep).run();
    expect((await getWebhook(service, WebhookId)).Status).toBe('Active');
  });
});

it('a webhook of the log before a restore is Paused with what to do', async () => {
  const { WebhookId } = await createWebhook(service, { Url: receiver.url });
  await webhookWith(service, WebhookId, 'Active');
  await service.database.query('UPDATE directory.webhook SET log = gen_random_uuid()');
  const webhook = await webhookWith(service, WebhookId, 'Paused');
  expect(webhook.StatusReason).toContain('POST /webhooks/{WebhookId}/replay');
  expect(receiver.positions()).toEqual([]);
});

it('the secrets of the former 24 hours are deleted', async () => {
  const { WebhookId } = await anActiveWebhook(service, { Url: receiver.url });
  await service.as(software).send('POST', `/webhooks/${WebhookId}/secret`);
  await ageWebhook(service, WebhookId, '24 hours');
  await service.app.get(Upkeep).run();
  const [row] = await service.database.query<{ isGone: boolean }>(
    'SELECT former_secret IS NULL AS "isGone" FROM directory.webhook',
  );
  expect(row?.isGone).toBe(true);
});

it('metrics tell lag, statuses and attempts by outcome', async () => {
  const metrics = async (): Promise<string> => (await fetch(`${service.origin}/metrics`)).text();
  receiver.behave(refuseChanges(500));
  await anActiveWebhook(service, { Url: receiver.url });
  await organisations(3);
  await wholeLog(service.database);
  const text = await until('the lag', async () => {
    const found = await metrics();
    return found.includes('directory_webhook_lag_positions 3') ? found : null;
  });
  expect(text).toContain('directory_webhooks{status="Active"} 1');
  expect(text).toContain('directory_webhooks{status="Disabled"} 0');
  expect(Number(/^directory_webhook_lag_seconds (.+)$/m.exec(text)?.[1])).toBeGreaterThan(0);
  const both = `${text}${await (await fetch(`${sibling.origin}/metrics`)).text()}`;
  expect(both).toContain('directory_webhook_attempts_total{type="organisation.changes",outcome="failed"}');
});
