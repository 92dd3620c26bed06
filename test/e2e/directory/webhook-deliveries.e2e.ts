import { createHmac } from 'node:crypto';
import { Webhook as IndependentVerifier } from 'standardwebhooks';
import { startApp, type TestApp } from '../../support/app.js';
import { aFlagBody, anOrganisationBody } from '../../support/builders/organisation.js';
import { wholeLog } from '../../support/change-log.js';
import type { Identity } from '../../support/client.js';
import { admin, software } from '../../support/identities.js';
import { until } from '../../support/until.js';
import {
  answerWell,
  positionsOf,
  type ReceivedMessage,
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

let service: TestApp;
let receiver: WebhookReceiver;
beforeAll(async () => {
  service = await startApp();
});
afterAll(() => service.close());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await service.database.query('DELETE FROM directory.webhook');
  await receiver.close();
});

let serial = 0;
/** Creates organisations; returns their ids. */
async function organisations(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => `org-${++serial}`);
  for (const id of ids) {
    const body = anOrganisationBody({ OrganisationId: id });
    expect((await service.as(admin).post('/organisations', body)).status).toBe(201);
  }
  return ids;
}

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

const deliveriesOf = async (webhookId: string): Promise<Record<string, unknown>[]> => {
  const { body } = await service.as(software).get(`/webhooks/${webhookId}/deliveries`);
  return (body as { content: Record<string, unknown>[] }).content;
};

function header({ headers }: ReceivedMessage, name: string): string {
  return String(headers[name]);
}

/** The signature by the text of the specification, without any code of the service. */
function signature(message: ReceivedMessage, secret: string): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = `${header(message, 'webhook-id')}.${header(message, 'webhook-timestamp')}.${message.text}`;
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

function verify(message: ReceivedMessage, secret: string): unknown {
  return new IndependentVerifier(secret).verify(message.text, message.headers as Record<string, string>);
}

describe('the verification', () => {
  it('activates the webhook of a receiver that answers the challenge', async () => {
    const { WebhookId, Secret } = await createWebhook(service, { Url: receiver.url });
    await webhookWith(service, WebhookId, 'Active');
    const [message] = await receiver.waitFor('webhook.verification', 1);
    expect(message?.body).toEqual({
      type: 'webhook.verification',
      timestamp: expect.any(String) as string,
      data: { challenge: expect.any(String) as string },
    });
    if (message !== undefined) verify(message, Secret);
  });

  it.each([
    ['no challenge', '{}'],
    ['another challenge', '{"challenge":"x"}'],
    ['no JSON', 'challenge'],
    ['a longer answer', JSON.stringify({ challenge: 'x', more: 'y'.repeat(5_000) })],
  ])('leaves the webhook Pending and sends no change after %s', async (_, answer) => {
    receiver.behave((_message, response) => response.end(answer));
    const { WebhookId } = await createWebhook(service, { Url: receiver.url, After: '0' });
    await organisations(1);
    const webhook = await until('a failed attempt', async () => {
      const shown = await getWebhook(service, WebhookId);
      return shown.FailingSince === null ? null : shown;
    });
    expect(webhook.Status).toBe('Pending');
    expect(receiver.messages.every(({ body }) => body.type === 'webhook.verification')).toBe(true);
    expect((await deliveriesOf(WebhookId))[0]).toMatchObject({
      Type: 'webhook.verification',
      Status: 200,
      Error: expect.stringContaining('without the challenge') as string,
    });
  });

  it('is sent anew for another Url, and the webhook keeps its place', async () => {
    const { WebhookId, After } = await anActiveWebhook(service, { Url: receiver.url });
    receiver.behave(refuseChanges(500));
    const [id] = await organisations(1);
    await receiver.waitFor('organisation.changes', 1);
    receiver.behave(null);
    const body = { Url: `${receiver.url}/other` };
    const headers = { 'content-type': 'application/merge-patch+json' };
    const patched = await service.as(software).send('PATCH', `/webhooks/${WebhookId}`, { body, headers });
    expect(patched.body).toMatchObject({ Status: 'Pending', After });
    await webhookWith(service, WebhookId, 'Active');
    const delivered = await until(
      'the delivery',
      () =>
        receiver.messages.find(
          ({ path, body: sent }) => path === '/hooks/other' && sent.type === 'organisation.changes',
        ) ?? null,
    );
    expect(delivered.text).toContain(String(id));
  });
});

describe('the changes of a webhook', () => {
  it('arrive in order, signed, with every header, and move the cursor', async () => {
    const before = await wholeLog(service.database);
    const { WebhookId, Secret } = await anActiveWebhook(service, { Url: receiver.url });
    const ids = await organisations(5);
    const end = await wholeLog(service.database);
    await until('all changes', () => (receiver.positions().at(-1) === end ? true : null));
    expect(receiver.positions()).toEqual(range(before + 1, end));
    const messages = await receiver.waitFor('organisation.changes', 1);
    for (const message of messages) {
      verify(message, Secret);
      expect(header(message, 'webhook-signature')).toBe(signature(message, Secret));
      expect(header(message, 'webhook-id')).toMatch(/^msg_/);
      expect(header(message, 'x-fapi-interaction-id')).toMatch(/^[0-9a-f]{8}-/);
      expect(header(message, 'content-type')).toBe('application/json');
    }
    const changes = messages.flatMap(({ body }) => body.data.changes as { OrganisationId: string }[]);
    expect(changes.map(({ OrganisationId }) => OrganisationId)).toEqual(ids);
    const webhook = await until('the cursor', async () => {
      const shown = await getWebhook(service, WebhookId);
      return shown.After === messages.at(-1)?.body.data.next ? shown : null;
    });
    expect(webhook.After.endsWith(`.${end}`)).toBe(true);
  });

  it('come in batches of at most a hundred', async () => {
    await organisations(130);
    const end = await wholeLog(service.database);
    await anActiveWebhook(service, { Url: receiver.url, After: '0' });
    await until('all changes', () => (receiver.positions().at(-1) === end ? true : null));
    expect(receiver.positions()).toEqual(range(1, end));
    const sizes = receiver.messages.map((message) => positionsOf(message).length);
    expect(Math.max(...sizes)).toBe(100);
  });

  it('are those of the filters only', async () => {
    const [wanted] = await organisations(3);
    await service.as(admin).post('/references/flags', aFlagBody({ Value: `Filtered ${serial}` }));
    await service.as(admin).put(`/organisations/${String(wanted)}`, anOrganisationBody({ City: 'Leeds' }));
    const end = await wholeLog(service.database);
    const { WebhookId } = await anActiveWebhook(service, {
      Url: receiver.url,
      After: '0',
      OrganisationIds: [wanted],
      Operations: ['Update'],
    });
    const [message] = await receiver.waitFor('organisation.changes', 1);
    expect(message?.body.data.changes).toMatchObject([{ OrganisationId: wanted, Operation: 'Update' }]);
    await until('the end of the log', async () =>
      (await getWebhook(service, WebhookId)).After.endsWith(`.${end}`) ? true : null,
    );
    expect(receiver.messages.filter(({ body }) => body.type === 'organisation.changes')).toHaveLength(1);
  });

  it('do not tell of flags above the clearance of the token', async () => {
    const flag = async (accessLevel: number): Promise<string> => {
      const body = aFlagBody({ Value: `Level ${accessLevel} ${++serial}`, AccessLevel: accessLevel });
      return ((await service.as(admin).post('/references/flags', body)).body as { Id: string }).Id;
    };
    const [hidden, shown] = [await flag(3), await flag(1)];
    const id = `org-${++serial}`;
    const body = anOrganisationBody({ OrganisationId: id, Flags: [hidden, shown] });
    await service.as(admin).post('/organisations', body);
    await wholeLog(service.database);
    const cleared: Identity = { ...software, flag_access_level: 1 };
    await anActiveWebhook(service, { Url: receiver.url, After: '0', OrganisationIds: [id] }, cleared);
    const [message] = await receiver.waitFor('organisation.changes', 1);
    expect(message?.text).toContain(shown);
    expect(message?.text).not.toContain(hidden);
  });

  it('keep a flag back whose AccessLevel was raised before a retry', async () => {
    const value = `Raised ${++serial}`;
    const created = await service.as(admin).post('/references/flags', aFlagBody({ Value: value }));
    const { Id: flagId } = created.body as { Id: string };
    const id = `org-${++serial}`;
    await service
      .as(admin)
      .post('/organisations', anOrganisationBody({ OrganisationId: id, Flags: [flagId] }));
    await wholeLog(service.database);
    receiver.behave(refuseChanges(500));
    const { WebhookId } = await anActiveWebhook(service, {
      Url: receiver.url,
      After: '0',
      OrganisationIds: [id],
    });
    const [first] = await receiver.waitFor('organisation.changes', 1);
    expect(first?.text).toContain(flagId);
    const raised = aFlagBody({ Value: value, AccessLevel: 9, Cascade: false });
    expect((await service.as(admin).put(`/references/flags/${flagId}`, raised)).status).toBe(200);
    receiver.behave(null);
    await ageWebhook(service, WebhookId, '1 minute');
    const [, second] = await receiver.waitFor('organisation.changes', 2);
    expect(second?.text).toContain(id);
    expect(second?.text).not.toContain(flagId);
  });
});

describe('a failed attempt', () => {
  it('is repeated with the same batch under the same webhook-id, and newer changes come in the next', async () => {
    const { WebhookId } = await anActiveWebhook(service, { Url: receiver.url });
    receiver.behave(refuseChanges(500));
    await organisations(2);
    const [first] = await receiver.waitFor('organisation.changes', 1);
    await until('the failure', async () =>
      (await getWebhook(service, WebhookId)).FailingSince === null ? null : true,
    );
    await organisations(2);
    const end = await wholeLog(service.database);
    receiver.behave(null);
    await ageWebhook(service, WebhookId, '1 minute');
    await until('all changes', () => (receiver.positions().at(-1) === end ? true : null));
    const [, second, third] = receiver.messages.filter(({ body }) => body.type === 'organisation.changes');
    expect(second?.text).toBe(first?.text);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(third?.headers['webhook-id']).not.toBe(first?.headers['webhook-id']);
  });

  it.each([
    [500, 'The receiver answered 500.'],
    [404, 'The receiver answered 404.'],
    [302, 'The receiver answered 302. Redirects are not followed.'],
  ])('with status %i is told in the deliveries', async (status, error) => {
    const { WebhookId } = await anActiveWebhook(service, { Url: receiver.url });
    receiver.behave(refuseChanges(status, { location: '/elsewhere' }));
    await organisations(1);
    const end = await wholeLog(service.database);
    const [delivery] = await until('the delivery', async () => {
      const found = await deliveriesOf(WebhookId);
      return found[0]?.Status === status ? found : null;
    });
    expect(delivery).toEqual({
      At: expect.any(String) as string,
      Type: 'organisation.changes',
      MessageId: expect.stringMatching(/^msg_/) as string,
      Status: status,
      DurationMs: expect.any(Number) as number,
      Positions: { First: end, Last: end },
      Error: error,
      Answer: 'not now',
    });
    expect(receiver.messages.map(({ path }) => path)).not.toContain('/elsewhere');
  });

  it('is repeated after five seconds, or after Retry-After', async () => {
    const { WebhookId } = await anActiveWebhook(service, { Url: receiver.url });
    receiver.behave(refuseChanges(503, { 'retry-after': '90' }));
    await organisations(1);
    const webhook = await until('the failure', async () => {
      const shown = await getWebhook(service, WebhookId);
      return shown.FailingSince === null ? null : shown;
    });
    const delay = (Date.parse(webhook.NextAttemptAt) - Date.parse(String(webhook.FailingSince))) / 1_000;
    expect(delay).toBe(90);
  });

  it('after five days disables the webhook, and PATCH enables it through the verification', async () => {
    const { WebhookId } = await anActiveWebhook(service, { Url: receiver.url });
    receiver.behave(refuseChanges(500));
    await organisations(1);
    await until('the failure', async () =>
      (await getWebhook(service, WebhookId)).FailingSince === null ? null : true,
    );
    await ageWebhook(service, WebhookId, '5 days');
    expect((await webhookWith(service, WebhookId, 'Disabled')).StatusReason).toBe(
      'Every attempt failed for five days.',
    );
    receiver.behave(null);
    const headers = { 'content-type': 'application/merge-patch+json' };
    await service
      .as(software)
      .send('PATCH', `/webhooks/${WebhookId}`, { body: { Status: 'Active' }, headers });
    const end = await wholeLog(service.database);
    await until('the change', () => (receiver.positions().at(-1) === end ? true : null));
    expect((await getWebhook(service, WebhookId)).Status).toBe('Active');
  });

  it('with 410 disables the webhook at once', async () => {
    const { WebhookId } = await anActiveWebhook(service, { Url: receiver.url });
    receiver.behave(refuseChanges(410));
    await organisations(1);
    expect((await webhookWith(service, WebhookId, 'Disabled')).StatusReason).toBe(
      'The receiver answered 410.',
    );
  });

  it('of one receiver delays no other', async () => {
    const slow = await startReceiver();
    try {
      const bad = await anActiveWebhook(service, { Url: slow.url });
      // Never answers changes.
      slow.behave((message, response) => {
        if (message.body.type !== 'organisation.changes') answerWell(message, response);
      });
      await anActiveWebhook(service, { Url: receiver.url });
      await organisations(3);
      const end = await wholeLog(service.database);
      await slow.waitFor('organisation.changes', 1);
      await until('the good receiver', () => (receiver.positions().at(-1) === end ? true : null));
      expect((await getWebhook(service, bad.WebhookId)).FailingSince).toBeNull();
    } finally {
      await slow.close();
    }
  });
});

describe('a secret', () => {
  it('that is replaced signs beside the new one for 24 hours', async () => {
    const { WebhookId, Secret: former } = await anActiveWebhook(service, { Url: receiver.url });
    const answer = await service.as(software).send('POST', `/webhooks/${WebhookId}/secret`);
    const { Secret: present } = answer.body as { Secret: string };
    expect(present).not.toBe(former);
    await organisations(1);
    const [message] = await receiver.waitFor('organisation.changes', 1);
    if (message === undefined) throw new Error('no message');
    expect(header(message, 'webhook-signature')).toBe(
      `${signature(message, present)} ${signature(message, former)}`,
    );
    verify(message, present);
    verify(message, former);
    await ageWebhook(service, WebhookId, '24 hours');
    await organisations(1);
    const later = (await receiver.waitFor('organisation.changes', 2)).at(-1);
    if (later === undefined) throw new Error('no message');
    expect(header(later, 'webhook-signature')).toBe(signature(later, present));
    expect(() => verify(later, former)).toThrow();
  });
});

describe('POST test', () => {
  it('sends a test while the webhook is Pending, and changes nothing else', async () => {
    receiver.behave((_message, response) => response.writeHead(500).end());
    const { WebhookId } = await createWebhook(service, { Url: receiver.url });
    await receiver.waitFor('webhook.verification', 1);
    expect((await service.as(software).send('POST', `/webhooks/${WebhookId}/test`)).status).toBe(202);
    const [message] = await receiver.waitFor('webhook.test', 1);
    expect(message?.body.data).toEqual({ WebhookId });
    const [delivery] = await until('the delivery', async () => {
      const found = (await deliveriesOf(WebhookId)).filter(({ Type }) => Type === 'webhook.test');
      return found.length > 0 ? found : null;
    });
    expect(delivery).toMatchObject({ Status: 500, Positions: null, Error: 'The receiver answered 500.' });
    expect((await getWebhook(service, WebhookId)).Status).toBe('Pending');
  });

  it('sends a test while the webhook is Paused', async () => {
    const { WebhookId } = await createWebhook(service, { Url: receiver.url });
    await service.database.query(`UPDATE directory.webhook SET status = 'Paused'`);
    await service.as(software).send('POST', `/webhooks/${WebhookId}/test`);
    await receiver.waitFor('webhook.test', 1);
  });
});

it('POST replay sends the changes again', async () => {
  await organisations(2);
  const end = await wholeLog(service.database);
  const { WebhookId } = await anActiveWebhook(service, { Url: receiver.url });
  await service.as(software).post(`/webhooks/${WebhookId}/replay`, { After: String(end - 2) });
  await until('the changes', () => (receiver.positions().at(-1) === end ? true : null));
  expect(receiver.positions()).toEqual([end - 1, end]);
});

it('a Paused webhook gets nothing, and everything when it goes on', async () => {
  const headers = { 'content-type': 'application/merge-patch+json' };
  const { WebhookId } = await anActiveWebhook(service, { Url: receiver.url });
  const set = (Status: string) =>
    service.as(software).send('PATCH', `/webhooks/${WebhookId}`, { body: { Status }, headers });
  await set('Paused');
  const other = await startReceiver();
  try {
    await anActiveWebhook(service, { Url: other.url });
    await organisations(2);
    const end = await wholeLog(service.database);
    await until('the other receiver', () => (other.positions().at(-1) === end ? true : null));
    expect(receiver.positions()).toEqual([]);
    await set('Active');
    await until('the changes', () => (receiver.positions().at(-1) === end ? true : null));
    expect(receiver.positions()).toEqual([end - 1, end]);
  } finally {
    await other.close();
  }
});

it('keeps the last hundred deliveries', async () => {
  const { WebhookId } = await anActiveWebhook(service, { Url: receiver.url });
  await service.database.query(
    `INSERT INTO directory.webhook_delivery (webhook_id, at, type, message_id, duration_ms)
     SELECT $1, now(), 'webhook.test', 'msg_' || i, 1 FROM generate_series(1, 150) i`,
    [WebhookId],
  );
  await organisations(1);
  await until('the newest delivery', async () =>
    (await deliveriesOf(WebhookId))[0]?.Type === 'organisation.changes' ? true : null,
  );
  const { body } = await service.as(software).get(`/webhooks/${WebhookId}/deliveries?size=1`);
  expect((body as { totalSize: number }).totalSize).toBe(100);
});
