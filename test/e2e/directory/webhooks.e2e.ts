import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../../support/app.js';
import type { Identity } from '../../support/client.js';
import { expectErrors, sentencesOf } from '../../support/framing.js';
import { admin, software, superUser, user } from '../../support/identities.js';
import { createWebhook, getWebhook } from '../../support/webhooks.js';

const other: Identity = { ...software, client_id: 'other-client' };
const url = 'https://hooks.sample-bank.example/in';
const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string;
const moment = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/) as string;

let service: TestApp;
beforeAll(async () => {
  service = await startApp({ WEBHOOK_WORKER: 'false' });
});
afterAll(() => service.close());
beforeEach(() => service.database.query('DELETE FROM directory.webhook'));

describe('POST /webhooks', () => {
  it('creates a Pending webhook at the end of the log and shows its secret', async () => {
    const answer = await service.as(software).post('/webhooks', { Url: url });
    expect(answer.status).toBe(201);
    const { WebhookId } = answer.body as { WebhookId: string };
    expect(answer.headers.get('location')).toBe(`/webhooks/${WebhookId}`);
    expect(answer.body).toEqual({
      WebhookId: uuid,
      ClientId: 'tpp-client',
      CreatedAt: moment,
      UpdatedAt: moment,
      Url: url,
      Description: null,
      OrganisationIds: null,
      Operations: null,
      Status: 'Pending',
      StatusReason: null,
      FailingSince: null,
      NextAttemptAt: moment,
      After: expect.stringMatching(/^[0-9a-f-]{36}\.0$/) as string,
      Secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/) as string,
    });
  });

  it('takes a description, filters and a place', async () => {
    const webhook = await createWebhook(service, {
      Url: url,
      Description: 'Our mirror',
      OrganisationIds: ['org-1', 'org-2'],
      Operations: ['Create', 'Update'],
      After: '42',
    });
    expect(webhook).toMatchObject({
      Description: 'Our mirror',
      OrganisationIds: ['org-1', 'org-2'],
      Operations: ['Create', 'Update'],
      After: expect.stringMatching(/\.42$/) as string,
    });
  });

  it('keeps no secret in plain text', async () => {
    const { Secret } = await createWebhook(service, { Url: url });
    const [row] = await service.database.query<{ text: string; secret: Buffer }>(
      'SELECT w::text AS text, secret FROM directory.webhook w',
    );
    const bytes = Buffer.from(Secret.slice('whsec_'.length), 'base64');
    expect(row?.secret.includes(bytes)).toBe(false);
    expect(row?.text).not.toContain(bytes.toString('hex'));
  });

  it.each([
    ['no Url', {}, ['Url must be provided']],
    ['http', { Url: 'http://hooks.example/' }, ['Url must be an https URL, or http on a loopback address']],
    ['another scheme', { Url: 'ftp://hooks.example/' }, ['Url must be an https URL']],
    ['text', { Url: 'hooks' }, ['Url must be an https URL']],
    ['a number', { Url: 1 }, ['Url must be text']],
    ['a user', { Url: 'https://me@hooks.example/' }, ['Url must have no user, no password and no fragment']],
    [
      'a password',
      { Url: 'https://me:secret@hooks.example/' },
      ['Url must have no user, no password and no fragment'],
    ],
    ['a fragment', { Url: `${url}#here` }, ['Url must have no user, no password and no fragment']],
    ['an empty fragment', { Url: `${url}#` }, ['Url must have no user, no password and no fragment']],
    ['2,049 characters', { Url: `${url}?${'a'.repeat(2_049)}` }, ['Url must have 1 to 2048 characters']],
    [
      'a private address',
      { Url: 'https://10.0.0.1/' },
      [expect.stringContaining('has an address that is not public') as string],
    ],
    [
      'a metadata address as a number',
      { Url: 'https://2852039166/' },
      [expect.stringContaining('has an address that is not public') as string],
    ],
    [
      'no organisation',
      { Url: url, OrganisationIds: [] },
      ['OrganisationIds must have at least one item; leave it out for all'],
    ],
    [
      'an unknown operation',
      { Url: url, Operations: ['Delete'] },
      ['each of Operations must be one of Create, Update, Import, FlagCascade, AdminUser'],
    ],
    ['a status', { Url: url, Status: 'Active' }, [expect.stringContaining('Status') as string]],
    ['an After that is no place', { Url: url, After: 'now' }, [expect.stringContaining('After') as string]],
  ])('answers 400 for %s', async (_, body, sentences) => {
    const answer = await service.as(software).post('/webhooks', body);
    expectErrors(answer, 400);
    expect(sentencesOf(answer)).toEqual(sentences);
  });

  it('keeps a Url in its normal form', async () => {
    const webhook = await createWebhook(service, { Url: 'https://HOOKS.bücher.example/a b' });
    expect(webhook.Url).toBe('https://hooks.xn--bcher-kva.example/a%20b');
  });

  it('answers 410 for a place of another log, with the list to read again', async () => {
    const answer = await service.as(software).post('/webhooks', { Url: url, After: `${randomUUID()}.1` });
    expectErrors(answer, 410);
    expect(answer.headers.get('link')).toContain('rel="snapshot"');
  });

  it('answers 409 for the 21st webhook of a client, also if several are created at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => service.as(software).post('/webhooks', { Url: url })),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array<number>(20).fill(201), ...Array<number>(5).fill(409)]);
    expect((await service.as(other).post('/webhooks', { Url: url })).status).toBe(201);
  });
});

describe('the rights on webhooks', () => {
  const operations = (id: string): [method: string, path: string, body?: unknown][] => [
    ['GET', `/webhooks/${id}`],
    ['PATCH', `/webhooks/${id}`, { Description: 'x' }],
    ['POST', `/webhooks/${id}/secret`],
    ['POST', `/webhooks/${id}/test`],
    ['POST', `/webhooks/${id}/replay`, { After: '0' }],
    ['GET', `/webhooks/${id}/deliveries`],
    ['DELETE', `/webhooks/${id}`],
  ];

  it.each([
    ['the client itself', software, [200, 200, 200, 202, 200, 200, 204]],
    ['an operator', admin, [200, 200, 200, 202, 200, 200, 204]],
    ['a super user', superUser, [200, 200, 200, 202, 200, 200, 204]],
    ['another client', other, Array<number>(7).fill(404)],
    ['a user of the website', user('ann@bank.example'), Array<number>(7).fill(403)],
    ['nobody', null, Array<number>(7).fill(401)],
  ])('of %s', async (_, identity, expected) => {
    const { WebhookId } = await createWebhook(service, { Url: url });
    const statuses: number[] = [];
    for (const [method, path, body] of operations(WebhookId))
      statuses.push(
        (await service.as(identity).send(method, path, body === undefined ? {} : { body })).status,
      );
    expect(statuses).toEqual(expected);
  });

  it('hide those of other clients from the list, except from operators', async () => {
    const own = await createWebhook(service, { Url: url });
    const others = await createWebhook(service, { Url: url }, other);
    const listed = async (identity: Identity): Promise<unknown[]> => {
      const { body } = await service.as(identity).get('/webhooks');
      return (body as { content: { WebhookId: string }[] }).content.map(({ WebhookId }) => WebhookId);
    };
    expect(await listed(software)).toEqual([own.WebhookId]);
    expect(await listed(other)).toEqual([others.WebhookId]);
    expect(await listed(admin)).toEqual([own.WebhookId, others.WebhookId]);
  });

  it.each(['x', '%', randomUUID(), '00000000-0000-0000-0000-00000000000'])(
    'answer 404 for the id %s',
    async (id) => {
      expectErrors(await service.as(software).get(`/webhooks/${encodeURIComponent(id)}`), 404);
    },
  );
});

describe('PATCH /webhooks/{WebhookId}', () => {
  const patch = async (
    id: string,
    body: unknown,
    identity: Identity = software,
  ): Promise<Record<string, unknown>> => {
    const answer = await service.as(identity).send('PATCH', `/webhooks/${id}`, {
      body,
      headers: { 'content-type': 'application/merge-patch+json' },
    });
    return { status: answer.status, ...(answer.body as object) };
  };

  it('changes what it names, and null clears', async () => {
    const { WebhookId, After } = await createWebhook(service, {
      Url: url,
      Description: 'one',
      Operations: ['Create'],
    });
    expect(await patch(WebhookId, { Description: null, OrganisationIds: ['org-1'] })).toMatchObject({
      status: 200,
      Url: url,
      Description: null,
      OrganisationIds: ['org-1'],
      Operations: ['Create'],
      Status: 'Pending',
      After,
    });
  });

  it('pauses and enables again through Pending', async () => {
    const { WebhookId } = await createWebhook(service, { Url: url });
    await service.database.query(`UPDATE directory.webhook SET status = 'Active'`);
    expect((await patch(WebhookId, { Status: 'Active' })).Status).toBe('Active');
    expect((await patch(WebhookId, { Status: 'Paused' })).Status).toBe('Paused');
    expect((await patch(WebhookId, { Status: 'Active' })).Status).toBe('Pending');
  });

  it.each(['Paused', 'Disabled', 'Active'])(
    'makes a webhook that is %s Pending for another Url',
    async (status) => {
      const { WebhookId } = await createWebhook(service, { Url: url, After: '7' });
      await service.database.query(
        `UPDATE directory.webhook SET status = $1, status_reason = 'x', attempts = 3, failing_since = now(),
         next_attempt_at = now() + interval '8 hours'`,
        [status],
      );
      const after = await patch(WebhookId, { Url: `${url}/other` });
      expect(after).toMatchObject({ Status: 'Pending', StatusReason: null, FailingSince: null });
      expect(after.After).toMatch(/\.7$/);
      expect(Date.parse(String(after.NextAttemptAt))).toBeLessThanOrEqual(Date.now() + 1_000);
    },
  );

  it.each([
    [{ Status: 'Pending' }, 'Status must be one of Active, Paused'],
    [{ Status: null }, 'Status must not be null; leave it out to keep it'],
    [{ Url: null }, 'Url must not be null; leave it out to keep it'],
    [{ Url: 'http://example.org/' }, 'Url must be an https URL, or http on a loopback address'],
  ])('answers 400 for %o', async (body, sentence) => {
    const { WebhookId } = await createWebhook(service, { Url: url });
    expect(await patch(WebhookId, body)).toEqual({ status: 400, errors: [sentence] });
  });

  const storedClearance = async (): Promise<unknown> => {
    const [row] = await service.database.query<{ clearance: number }>(
      `SELECT (reader ->> 'flagClearance')::integer AS clearance FROM directory.webhook`,
    );
    return row?.clearance;
  };

  it('takes over the clearance of the token of its client', async () => {
    const { WebhookId } = await createWebhook(service, { Url: url }, { ...software, flag_access_level: 5 });
    await patch(WebhookId, { Description: 'x' }, { ...software, flag_access_level: 2 });
    expect(await storedClearance()).toBe(2);
  });

  it('does not give the webhook of a client the clearance of an operator', async () => {
    const { WebhookId } = await createWebhook(service, { Url: url });
    await patch(WebhookId, { Description: 'x' }, admin);
    expect(await storedClearance()).toBe(0);
  });
});

it('DELETE removes the webhook with its secrets and deliveries', async () => {
  const { WebhookId } = await createWebhook(service, { Url: url });
  await service.database.query(
    `INSERT INTO directory.webhook_delivery (webhook_id, at, type, message_id, duration_ms)
     VALUES ($1, now(), 'webhook.test', 'msg_1', 1)`,
    [WebhookId],
  );
  expect((await service.as(software).delete(`/webhooks/${WebhookId}`)).status).toBe(204);
  expectErrors(await service.as(software).get(`/webhooks/${WebhookId}`), 404);
  const rows = await service.database.query(
    'SELECT FROM directory.webhook UNION ALL SELECT FROM directory.webhook_delivery',
  );
  expect(rows).toEqual([]);
});

it('POST replay moves the cursor, and answers 410 for another log', async () => {
  const { WebhookId, After } = await createWebhook(service, { Url: url, After: '9' });
  const [log] = After.split('.');
  const replay = (place: string) =>
    service.as(software).post(`/webhooks/${WebhookId}/replay`, { After: place });
  expect((await replay('3')).body).toMatchObject({ After: `${log ?? ''}.3` });
  expect((await replay(`${log ?? ''}.4`)).body).toMatchObject({ After: `${log ?? ''}.4` });
  expectErrors(await replay(`${randomUUID()}.4`), 410);
  expect((await getWebhook(service, WebhookId)).After).toBe(`${log ?? ''}.4`);
});
