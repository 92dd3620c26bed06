import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../../support/app.js';
import { aServiceRow, aUsageFactBody } from '../../support/builders/notify-service.js';
import { setClock } from '../../support/notify-clock.js';

describe('POST /service/{id}/billing/usage', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  beforeEach(() => {
    setClock(service, '2026-06-15T12:00:00Z');
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => service.close());

  const pathOf = (id: string): string => `/service/${id}/billing/usage`;
  const factsOf = (id: string): Promise<Record<string, unknown>[]> =>
    service.database.query(
      `SELECT bst_date::text, notification_type, template_id, provider, rate_multiplier, international,
         rate::text, postage, billable_units, notifications_sent
       FROM notify.usage_fact WHERE service_id = $1
       ORDER BY bst_date, notification_type, template_id, provider, rate_multiplier, international, rate, postage`,
      [id],
    );
  const auditOf = (id: string): Promise<Record<string, unknown>[]> =>
    service.database.query(
      `SELECT operation, changes FROM notify.audit WHERE entity = 'service' AND entity_id = $1 ORDER BY id`,
      [id],
    );

  it('stores a fact and returns it with defaults for absent fields', async () => {
    const id = await aServiceRow(service.database);
    const body = aUsageFactBody({ bst_date: '2026-06-14' });
    const answer = await service.notify.post(pathOf(id), body);
    const { created_at, updated_at, ...rest } = answer.body as Record<string, unknown>;
    expect([answer.status, rest]).toEqual([
      201,
      {
        billable_units: 3,
        bst_date: '2026-06-14',
        international: false,
        notification_type: 'sms',
        notifications_sent: 2,
        postage: 'none',
        provider: 'mmg',
        rate: 0.0233,
        rate_multiplier: 1,
        service_id: id,
        template_id: null,
      },
    ]);
    expect(created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(updated_at).toBe(created_at);
    expect(await auditOf(id)).toEqual([{ operation: 'keep-usage', changes: body }]);
  });

  it('stores every given field', async () => {
    const id = await aServiceRow(service.database);
    const templateId = randomUUID();
    const answer = await service.notify.post(pathOf(id), {
      bst_date: '2026-06-15',
      notification_type: 'letter',
      billable_units: 0,
      notifications_sent: 7,
      rate: 999_999.999999,
      rate_multiplier: 2,
      international: true,
      postage: 'second',
      provider: 'dvla',
      template_id: templateId.toUpperCase(),
    });
    expect(answer.body).toMatchObject({ rate: 999_999.999999, template_id: templateId });
    expect(await factsOf(id)).toEqual([
      {
        bst_date: '2026-06-15',
        notification_type: 'letter',
        template_id: templateId,
        provider: 'dvla',
        rate_multiplier: 2,
        international: true,
        rate: '999999.999999',
        postage: 'second',
        billable_units: 0,
        notifications_sent: 7,
      },
    ]);
  });

  it('replaces the numbers of the same fact and updates updated_at', async () => {
    const id = await aServiceRow(service.database);
    const first = await service.notify.post(pathOf(id), aUsageFactBody());
    const answer = await service.notify.post(
      pathOf(id),
      aUsageFactBody({ billable_units: 1, notifications_sent: 1, template_id: null, postage: 'none' }),
    );
    const before = first.body as Record<string, string>;
    const after = answer.body as Record<string, string>;
    expect(answer.status).toBe(201);
    expect(after).toEqual({
      ...before,
      billable_units: 1,
      notifications_sent: 1,
      updated_at: after.updated_at,
    });
    expect((after.updated_at ?? '') > (before.updated_at ?? '')).toBe(true);
    expect(await factsOf(id)).toHaveLength(1);
  });

  it.each([
    ['day', { bst_date: '2026-06-02' }],
    ['type', { notification_type: 'letter' }],
    ['template', { template_id: 'f3b5a6c0-3a2f-4d4b-8f4e-111111111111' }],
    ['provider', { provider: 'firetext' }],
    ['multiplier', { rate_multiplier: 2 }],
    ['reach', { international: true }],
    ['rate', { rate: 0.0234 }],
    ['postage', { postage: 'first' }],
  ])('stores a fact with another %s separately', async (_, other) => {
    const id = await aServiceRow(service.database);
    await service.notify.post(pathOf(id), aUsageFactBody());
    await service.notify.post(pathOf(id), aUsageFactBody(other));
    expect(await factsOf(id)).toHaveLength(2);
  });

  it('stores one row for concurrent requests with the same fact', async () => {
    const id = await aServiceRow(service.database);
    const counts = [1, 2, 3, 4, 5, 6, 7, 8];
    const answers = await Promise.all(
      counts.map((count) => service.notify.post(pathOf(id), aUsageFactBody({ billable_units: count }))),
    );
    expect(answers.map(({ status }) => status)).toEqual(counts.map(() => 201));
    expect(await factsOf(id)).toHaveLength(1);
  });

  it.each([
    ['2026-06-14T22:59:59Z', '2026-06-15'],
    ['2026-06-14T23:00:00Z', '2026-06-16'],
  ])('rejects, at %s, the day %s, which has not begun in London', async (moment, day) => {
    setClock(service, moment);
    const id = await aServiceRow(service.database);
    const answer = await service.notify.post(pathOf(id), aUsageFactBody({ bst_date: day }));
    expect([answer.status, answer.body]).toEqual([
      400,
      {
        errors: [{ error: 'ValidationError', message: `bst_date ${day} is in the future` }],
        status_code: 400,
      },
    ]);
    expect(await factsOf(id)).toEqual([]);
  });

  it('accepts the day that has just begun in London', async () => {
    setClock(service, '2026-06-14T23:00:00Z');
    const id = await aServiceRow(service.database);
    const answer = await service.notify.post(pathOf(id), aUsageFactBody({ bst_date: '2026-06-15' }));
    expect(answer.status).toBe(201);
  });

  it.each([
    [{ bst_date: '2026-02-30' }, 'bst_date 2026-02-30 is not a date as YYYY-MM-DD'],
    [{ bst_date: '2025-02-29' }, 'bst_date 2025-02-29 is not a date as YYYY-MM-DD'],
    [{ bst_date: '2026-13-01' }, 'bst_date 2026-13-01 is not a date as YYYY-MM-DD'],
    [{ bst_date: '0000-01-01' }, 'bst_date 0000-01-01 is not a date as YYYY-MM-DD'],
    [{ bst_date: '1 June 2026' }, 'bst_date 1 June 2026 is not a date as YYYY-MM-DD'],
    [{ bst_date: '2026-06-01T00:00:00Z' }, 'bst_date 2026-06-01T00:00:00Z is not a date as YYYY-MM-DD'],
    [{ bst_date: 20260601 }, 'bst_date 20260601 is not of type string'],
    [{ notification_type: 'fax' }, 'notification_type fax is not one of [email, sms, letter]'],
    [{ notification_type: null }, 'notification_type None is not one of [email, sms, letter]'],
    [{ billable_units: -1 }, 'billable_units -1 is less than the minimum of 0'],
    [{ billable_units: 0.5 }, 'billable_units 0.5 is not of type integer'],
    [{ billable_units: '1' }, 'billable_units 1 is not of type integer'],
    [
      { billable_units: 2_147_483_648 },
      'billable_units 2147483648 is greater than the maximum of 2147483647',
    ],
    [
      { billable_units: 1_073_741_824, rate_multiplier: 2 },
      'billable_units times rate_multiplier is greater than 2147483647',
    ],
    [{ notifications_sent: -1 }, 'notifications_sent -1 is less than the minimum of 0'],
    [{ notifications_sent: true }, 'notifications_sent True is not of type integer'],
    [{ rate: -0.01 }, 'rate -0.01 is less than the minimum of 0'],
    [{ rate: 1_000_000 }, 'rate 1000000 is not less than 1000000'],
    [{ rate: 0.0000001 }, 'rate 1e-7 has more than six decimals'],
    [{ rate: 1.2345678 }, 'rate 1.2345678 has more than six decimals'],
    [{ rate: '0.02' }, 'rate 0.02 is not of type number'],
    [{ rate_multiplier: 0 }, 'rate_multiplier 0 is less than the minimum of 1'],
    [{ rate_multiplier: null }, 'rate_multiplier None is not of type integer'],
    [{ international: 'no' }, 'international no is not of type boolean'],
    [{ postage: '' }, 'postage must not be empty'],
    [{ postage: 1 }, 'postage 1 is not of type string'],
    [{ provider: null }, 'provider None is not of type string'],
    [{ provider: 'x'.repeat(256) }, 'provider is too long, at most 255 characters are kept'],
    [{ provider: 'a\u0000b' }, 'provider is not valid Unicode without NUL'],
    [{ template_id: 'x' }, 'template_id is not a valid UUID'],
  ])('rejects %j', async (fault, message) => {
    const id = await aServiceRow(service.database);
    const answer = await service.notify.post(pathOf(id), aUsageFactBody(fault));
    expect([answer.status, answer.body]).toEqual([
      400,
      { errors: [{ error: 'ValidationError', message }], status_code: 400 },
    ]);
    expect([await factsOf(id), await auditOf(id)]).toEqual([[], []]);
  });

  it('names every missing field', async () => {
    const id = await aServiceRow(service.database);
    const answer = await service.notify.post(pathOf(id), {});
    const required = [
      'bst_date',
      'notification_type',
      'billable_units',
      'notifications_sent',
      'rate',
      'provider',
    ];
    expect(answer.body).toEqual({
      errors: required.map((field) => ({
        error: 'ValidationError',
        message: `${field} is a required property`,
      })),
      status_code: 400,
    });
  });

  it('accepts facts of trial and archived services', async () => {
    for (const state of [{ restricted: true }, { active: false }]) {
      const id = await aServiceRow(service.database, state);
      expect((await service.notify.post(pathOf(id), aUsageFactBody())).status).toBe(201);
    }
  });

  it('returns 404 for an unknown service', async () => {
    const id = randomUUID();
    const answer = await service.notify.post(pathOf(id), aUsageFactBody());
    expect([answer.status, answer.body]).toEqual([404, { message: 'No result found', result: 'error' }]);
    expect(await auditOf(id)).toEqual([]);
  });
});
