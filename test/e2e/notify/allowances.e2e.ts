import { randomUUID } from 'node:crypto';
import { organisationTypes } from '../../../src/modules/notify/organisation-types.js';
import { startApp, type TestApp } from '../../support/app.js';
import { anAllowance, aServiceRow, aUsageFact } from '../../support/builders/notify-service.js';
import { whileServiceIsHeld } from '../../support/held-service.js';
import { setClock } from '../../support/notify-clock.js';

const schemaFault = (message: string) => ({
  errors: [{ error: 'ValidationError', message }],
  status_code: 400,
});

describe('/service/{id}/billing/free-sms-fragment-limit', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  beforeEach(() => {
    setClock(service, '2026-11-22T12:00:00Z');
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => service.close());

  const pathOf = (id: string, query = ''): string => `/service/${id}/billing/free-sms-fragment-limit${query}`;
  const aService = (overrides: Readonly<Record<string, unknown>> = {}): Promise<string> =>
    aServiceRow(service.database, overrides);
  const allowanceOf = async (id: string, year?: number): Promise<unknown> => {
    const answer = await service.notify.get(
      pathOf(id, year === undefined ? '' : `?financial_year_start=${year}`),
    );
    return answer.body;
  };
  const rowsOf = (id: string): Promise<Record<string, unknown>[]> =>
    service.database.query(
      `SELECT financial_year_start, free_sms_fragment_limit, has_custom_allowance
       FROM notify.annual_billing WHERE service_id = $1 ORDER BY 1`,
      [id],
    );
  const auditOf = (id: string): Promise<Record<string, unknown>[]> =>
    service.database.query(
      `SELECT client_id, user_id, operation, changes FROM notify.audit WHERE entity = 'service' AND entity_id = $1
       ORDER BY id`,
      [id],
    );

  describe('GET', () => {
    it('returns the allowance of the requested financial year', async () => {
      const id = await aService();
      await anAllowance(service.database, id, { year: 2020, units: 123 });
      const answer = await service.notify.get(pathOf(id, '?financial_year_start=2020'));
      expect([answer.status, answer.body]).toEqual([
        200,
        { financial_year_start: 2020, free_sms_fragment_limit: 123 },
      ]);
    });

    it('returns the allowance of the current financial year if no year is requested', async () => {
      const id = await aService();
      await anAllowance(service.database, id, { year: 2025, units: 25 });
      await anAllowance(service.database, id, { year: 2026, units: 26 });
      expect(await allowanceOf(id)).toEqual({ financial_year_start: 2026, free_sms_fragment_limit: 26 });
    });

    it.each([
      ['2026-03-31T22:59:59.999Z', 2025, 30_000],
      ['2026-03-31T23:00:00.000Z', 2026, 20_000],
    ])('assigns %s to the financial year %i by London time', async (moment, year, units) => {
      setClock(service, moment);
      const id = await aService({ organisation_type: 'central' });
      expect(await allowanceOf(id)).toEqual({ financial_year_start: year, free_sms_fragment_limit: units });
    });

    it.each([
      ['central', 20_000],
      ['local', 10_000],
      ['nhs_central', 20_000],
      ['nhs_local', 10_000],
      ['nhs_gp', 0],
      ['nhs_notify', 0],
      ['emergency_service', 10_000],
      ['school_or_college', 5_000],
      ['other', 5_000],
      [null, 5_000],
    ])('sets the default of the type %s if no allowance is stored', async (type, units) => {
      const id = await aService({ organisation_type: type });
      expect(await allowanceOf(id)).toEqual({ financial_year_start: 2026, free_sms_fragment_limit: units });
      expect(await rowsOf(id)).toEqual([
        { financial_year_start: 2026, free_sms_fragment_limit: units, has_custom_allowance: false },
      ]);
    });

    it('has a default for every organisation type and every year from 2016', async () => {
      for (const type of organisationTypes) {
        const id = await aService({ organisation_type: type });
        for (let year = 2016; year <= 2026; year += 1)
          expect(await allowanceOf(id, year)).toMatchObject({ financial_year_start: year });
      }
    });

    it('sets the default once, with one audit entry, for concurrent requests', async () => {
      const id = await aService({ organisation_type: 'local' });
      const questions = [1, 2, 3, 4].map(() => () => service.notify.get(pathOf(id)));
      const answers = await whileServiceIsHeld(service.database, id, questions);
      expect(answers.map(({ status, body }) => [status, body])).toEqual(
        answers.map(() => [200, { financial_year_start: 2026, free_sms_fragment_limit: 10_000 }]),
      );
      expect(await auditOf(id)).toEqual([
        {
          client_id: expect.any(String) as string,
          user_id: null,
          operation: 'set-default-allowance',
          changes: { financial_year_start: 2026, free_sms_fragment_limit: 10_000 },
        },
      ]);
    });

    it('does not replace a custom allowance set concurrently with a default', async () => {
      const id = await aService({ organisation_type: 'local' });
      const agreed = { free_sms_fragment_limit: 77 };
      const answers = await whileServiceIsHeld(service.database, id, [
        () => service.notify.get(pathOf(id)),
        () => service.notify.post(pathOf(id), agreed),
        () => service.notify.get(pathOf(id)),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 201, 200]);
      expect(await rowsOf(id)).toEqual([
        { financial_year_start: 2026, free_sms_fragment_limit: 77, has_custom_allowance: true },
      ]);
    });

    it.each([
      [299_999, 1, 20_000],
      [300_000, 2, 0],
    ])(
      'after %i SMS units in the previous year, sets the default below 300,000 units and 0 from there',
      async (_, first, allowance) => {
        const id = await aService({ organisation_type: 'central' });
        await aUsageFact(service.database, id, { bst_date: '2025-04-01', billable_units: first });
        await aUsageFact(service.database, id, {
          bst_date: '2026-03-31',
          billable_units: 149_999,
          rate_multiplier: 2,
        });
        expect(await allowanceOf(id)).toEqual({
          financial_year_start: 2026,
          free_sms_fragment_limit: allowance,
        });
      },
    );

    it('excludes letters, e-mails and other years from the volume', async () => {
      const id = await aService({ organisation_type: 'central' });
      const much = { billable_units: 300_000 };
      await aUsageFact(service.database, id, { ...much, bst_date: '2025-03-31' });
      await aUsageFact(service.database, id, { ...much, bst_date: '2026-04-01' });
      await aUsageFact(service.database, id, {
        ...much,
        bst_date: '2025-05-01',
        notification_type: 'letter',
      });
      await aUsageFact(service.database, id, { ...much, bst_date: '2025-05-01', notification_type: 'email' });
      expect(await allowanceOf(id)).toEqual({ financial_year_start: 2026, free_sms_fragment_limit: 20_000 });
    });

    it('carries a custom allowance over to the next year and later years', async () => {
      const id = await aService({ organisation_type: 'central' });
      await anAllowance(service.database, id, { year: 2024, units: 999, isCustom: true });
      expect(await allowanceOf(id, 2025)).toEqual({
        financial_year_start: 2025,
        free_sms_fragment_limit: 999,
      });
      expect(await allowanceOf(id)).toEqual({ financial_year_start: 2026, free_sms_fragment_limit: 999 });
      expect(await rowsOf(id)).toMatchObject([2024, 2025, 2026].map(() => ({ has_custom_allowance: true })));
    });

    it('does not carry a default allowance over', async () => {
      const id = await aService({ organisation_type: 'central' });
      await anAllowance(service.database, id, { year: 2025, units: 999 });
      expect(await allowanceOf(id)).toEqual({ financial_year_start: 2026, free_sms_fragment_limit: 20_000 });
    });

    it('sets 0 for high volume even if the previous year had a custom allowance', async () => {
      const id = await aService({ organisation_type: 'central' });
      await anAllowance(service.database, id, { year: 2025, units: 999, isCustom: true });
      await aUsageFact(service.database, id, { bst_date: '2025-05-01', billable_units: 300_000 });
      expect(await allowanceOf(id)).toEqual({ financial_year_start: 2026, free_sms_fragment_limit: 0 });
      expect((await rowsOf(id))[1]).toMatchObject({ has_custom_allowance: false });
    });

    it.each(['2015', '2027', '0', '-2020', 'abc', '', '2020.5', '2_020', '1e3', '99999999999999999999'])(
      'rejects the year %p',
      async (year) => {
        const id = await aService();
        const answer = await service.notify.get(
          pathOf(id, `?financial_year_start=${encodeURIComponent(year)}`),
        );
        expect([answer.status, answer.body]).toEqual([
          400,
          { message: 'financial_year_start must be a year from 2016 to 2026', result: 'error' },
        ]);
        expect(await rowsOf(id)).toEqual([]);
      },
    );

    it('reads a year with surrounding blanks or a sign', async () => {
      const id = await aService();
      for (const year of [' 2020 ', '+2020', '02020']) {
        const answer = await service.notify.get(
          pathOf(id, `?financial_year_start=${encodeURIComponent(year)}`),
        );
        expect(answer.body).toMatchObject({ financial_year_start: 2020 });
      }
    });

    it('returns 404 for an unknown service', async () => {
      const answer = await service.notify.get(pathOf(randomUUID()));
      expect([answer.status, answer.body]).toEqual([404, { message: 'No result found', result: 'error' }]);
    });
  });

  describe('POST', () => {
    it('stores a custom allowance for the current financial year', async () => {
      const id = await aService({ organisation_type: 'central' });
      const answer = await service.notify.post(
        pathOf(id),
        { free_sms_fragment_limit: 9_999 },
        { headers: { 'x-notify-user-id': 'somebody' } },
      );
      expect([answer.status, answer.body]).toEqual([
        201,
        { financial_year_start: 2026, free_sms_fragment_limit: 9_999 },
      ]);
      expect(await rowsOf(id)).toEqual([
        { financial_year_start: 2026, free_sms_fragment_limit: 9_999, has_custom_allowance: true },
      ]);
      expect(await auditOf(id)).toEqual([
        {
          client_id: expect.any(String) as string,
          user_id: 'somebody',
          operation: 'set-allowance',
          changes: { financial_year_start: 2026, free_sms_fragment_limit: 9_999 },
        },
      ]);
    });

    it('replaces the allowance of the current year and keeps those of other years', async () => {
      const id = await aService();
      await anAllowance(service.database, id, { year: 2025, units: 1 });
      await anAllowance(service.database, id, { year: 2026, units: 2 });
      await service.notify.post(pathOf(id), { free_sms_fragment_limit: 0 });
      expect(await rowsOf(id)).toEqual([
        { financial_year_start: 2025, free_sms_fragment_limit: 1, has_custom_allowance: false },
        { financial_year_start: 2026, free_sms_fragment_limit: 0, has_custom_allowance: true },
      ]);
    });

    it('stores the allowance for the year that has begun in London', async () => {
      setClock(service, '2026-03-31T23:00:00Z');
      const id = await aService();
      await service.notify.post(pathOf(id), { free_sms_fragment_limit: 5 });
      expect(await rowsOf(id)).toMatchObject([{ financial_year_start: 2026 }]);
    });

    it('accepts the current year by number', async () => {
      const id = await aService();
      const body = { free_sms_fragment_limit: 5, financial_year_start: 2026 };
      const answer = await service.notify.post(pathOf(id), body);
      expect([answer.status, answer.body]).toEqual([201, body]);
    });

    it.each([2025, 2027])('rejects the year %i, which is not the current one', async (year) => {
      const id = await aService();
      const answer = await service.notify.post(pathOf(id), {
        free_sms_fragment_limit: 5,
        financial_year_start: year,
      });
      expect([answer.status, answer.body]).toEqual([
        400,
        schemaFault(`financial_year_start ${year} is not the current financial year, 2026`),
      ]);
      expect(await rowsOf(id)).toEqual([]);
    });

    it.each([
      [{}, 'free_sms_fragment_limit is a required property'],
      [{ free_sms_fragment_limit: -1 }, 'free_sms_fragment_limit -1 is less than the minimum of 0'],
      [
        { free_sms_fragment_limit: 2_147_483_648 },
        'free_sms_fragment_limit 2147483648 is greater than the maximum of 2147483647',
      ],
      [{ free_sms_fragment_limit: '5' }, 'free_sms_fragment_limit 5 is not of type integer'],
      [{ free_sms_fragment_limit: 1.5 }, 'free_sms_fragment_limit 1.5 is not of type integer'],
      [{ free_sms_fragment_limit: null }, 'free_sms_fragment_limit None is not of type integer'],
      [
        { free_sms_fragment_limit: 1, financial_year_start: '2026' },
        'financial_year_start 2026 is not of type integer',
      ],
      [[], '[] is not of type object'],
    ])('rejects %j', async (body, message) => {
      const id = await aService();
      const answer = await service.notify.post(pathOf(id), body);
      expect([answer.status, answer.body]).toEqual([400, schemaFault(message)]);
      expect([await rowsOf(id), await auditOf(id)]).toEqual([[], []]);
    });

    it('returns 404 for an unknown service', async () => {
      const answer = await service.notify.post(pathOf(randomUUID()), { free_sms_fragment_limit: 1 });
      expect([answer.status, answer.body]).toEqual([404, { message: 'No result found', result: 'error' }]);
    });
  });
});
