import { templateIds } from '../../../src/modules/notify/outbox/template-ids.js';
import { startApp, type TestApp } from '../../support/app.js';
import { aServiceRow } from '../../support/builders/notify-rows.js';
import { aMail, enqueue } from '../../support/outbox.js';

const path = '/service/d6aa2c68-a2d9-4437-ab19-3ae8eb202553/notifications';

interface EmailsSent {
  links: Record<string, string>;
  notifications: { to: string; status: string }[];
  page_size: number;
  total: number;
}

describe('GET /service/{service_id}/notifications', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ MAIL_WORKER: 'false' });
    for (let index = 1; index <= 5; index++) await enqueue(app, aMail(`mail-${index}@example.gov.uk`));
    await app.database.query(
      `UPDATE notify.email SET created_at = make_timestamptz(2024, 1, right(split_part(recipient, '@', 1), 1)::integer, 0, 0, 0, 'UTC')`,
    );
    await app.database.query(
      `UPDATE notify.email SET status = 'sent', attempts = 2, last_error = 'busy', sent_at = '2024-02-01T00:00:00.123456Z',
         updated_at = '2024-02-01T00:00:00.2Z' WHERE recipient = 'mail-1@example.gov.uk'`,
    );
    await app.database.query(
      `UPDATE notify.email SET status = 'permanent-failure' WHERE recipient = 'mail-2@example.gov.uk'`,
    );
  });
  afterAll(() => app.close());

  const list = async (query: string): Promise<EmailsSent> =>
    (await app.notify.get(`${path}${query}`)).body as EmailsSent;
  const numbersOf = ({ notifications }: EmailsSent): number[] =>
    notifications.map(({ to }) => Number(/\d/.exec(to)?.[0]));

  it('lists the e-mails of the Notify service, newest first', async () => {
    const answer = await app.notify.get(`${path}?template_type=email`);
    expect(answer.status).toBe(200);
    const body = answer.body as EmailsSent;
    expect(numbersOf(body)).toEqual([5, 4, 3, 2, 1]);
    const [row] = await app.database.query<{ id: string }>(
      `SELECT id FROM notify.email WHERE recipient = 'mail-1@example.gov.uk'`,
    );
    expect({ ...body, notifications: body.notifications.slice(-1) }).toEqual({
      links: {},
      notifications: [
        {
          attempts: 2,
          created_at: '2024-01-01T00:00:00.000000Z',
          id: row?.id,
          last_error: 'busy',
          notification_type: 'email',
          personalisation: { body: 'Please review the service.', service_name: 'Tax Notifications' },
          reply_to_text: null,
          sent_at: '2024-02-01T00:00:00.123456Z',
          status: 'sent',
          template: {
            id: '62f12a62-742b-4458-9336-741521b131c7',
            name: 'Request to go live: next steps',
            subject: 'Request to go live: ((service_name))',
            template_type: 'email',
            version: 1,
          },
          to: 'mail-1@example.gov.uk',
          updated_at: '2024-02-01T00:00:00.200000Z',
        },
      ],
      page_size: 50,
      total: 5,
    });
  });

  it('links to the neighbouring pages', async () => {
    const link = (page: number): string => `${path}?page=${page}&page_size=2&template_type=email`;
    const first = await list('?template_type=email&page_size=2');
    expect([numbersOf(first), first.links, first.page_size, first.total]).toEqual([
      [5, 4],
      { last: link(3), next: link(2) },
      2,
      5,
    ]);
    const second = await list(first.links.next?.slice(path.length) ?? '');
    expect([numbersOf(second), second.links]).toEqual([
      [3, 2],
      { last: link(3), next: link(3), prev: link(1) },
    ]);
    const third = await list(second.links.last?.slice(path.length) ?? '');
    expect([numbersOf(third), third.links]).toEqual([[1], { prev: link(2) }]);
  });

  it('answers an empty page after the last one', async () => {
    const behind = await list('?page=9');
    expect([behind.notifications, behind.total]).toEqual([[], 5]);
  });

  it.each([
    ['created', [5, 4, 3]],
    ['sent', [1]],
    ['permanent-failure', [2]],
    ['technical-failure', []],
  ])('lists only %s e-mails if the status is given', async (status, numbers) => {
    const body = await list(`?status=${status}`);
    expect([numbersOf(body), body.total]).toEqual([numbers, numbers.length]);
  });

  it('keeps the status in the links', async () => {
    const body = await list('?status=created&page_size=1');
    expect(body.links.next).toBe(`${path}?page=2&page_size=1&status=created`);
  });

  it('shows Reply-To among the personalisation values', async () => {
    await enqueue(
      app,
      aMail('lists@example.gov.uk', {
        templateId: templateIds.goLiveReceipt,
        replyTo: 'support@example.gov.uk',
        personalisation: { organisation_team_member_names: ['A', 'B'], name: 'C' },
      }),
    );
    const { body } = await app.notify.get(`${path}?page_size=1`);
    expect(body).toMatchObject({
      notifications: [
        {
          personalisation: { name: 'C', organisation_team_member_names: ['A', 'B'] },
          reply_to_text: 'support@example.gov.uk',
          sent_at: null,
          updated_at: null,
        },
      ],
    });
    await app.database.query(`DELETE FROM notify.email WHERE recipient = 'lists@example.gov.uk'`);
  });

  it.each(['sms', 'letter'])('lists no %s, which this service does not send', async (type) => {
    const body = await list(`?template_type=${type}`);
    expect([body.notifications, body.total]).toEqual([[], 0]);
  });

  it('answers an empty list for any other service', async () => {
    const id = await aServiceRow(app.database);
    const answer = await app.notify.get(`/service/${id}/notifications?template_type=email`);
    expect([answer.status, answer.body]).toEqual([
      200,
      { links: {}, notifications: [], page_size: 50, total: 0 },
    ]);
  });

  it('returns 404 for an unknown service', async () => {
    const answer = await app.notify.get('/service/7b2f1b52-0000-4000-8000-000000000000/notifications');
    expect([answer.status, answer.body]).toEqual([404, { message: 'No result found', result: 'error' }]);
  });

  it.each([
    ['page=0', { page: ['Must be between 1 and 1000000000.'] }],
    ['page=x', { page: ['Not a valid integer.'] }],
    ['page_size=0', { page_size: ['Must be between 1 and 250.'] }],
    ['page_size=251', { page_size: ['Must be between 1 and 250.'] }],
    ['page_size=-1', { page_size: ['Not a valid integer.'] }],
    ['status=lost', { status: ['Must be one of: created, sent, permanent-failure, technical-failure.'] }],
    ['template_type=fax', { template_type: ['Must be one of: sms, email, letter.'] }],
  ])('rejects %s', async (query, message) => {
    const answer = await app.notify.get(`${path}?${query}`);
    expect([answer.status, answer.body]).toEqual([400, { message, result: 'error' }]);
  });

  it('answers 304 if If-None-Match names the current state', async () => {
    const answer = await app.notify.get(path);
    const again = await app.notify.get(path, {
      headers: { 'if-none-match': answer.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
  });
});
