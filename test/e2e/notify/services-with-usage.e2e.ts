import { randomUUID } from 'node:crypto';
import { Database } from '../../../src/database/database.js';
import { startApp, type TestApp } from '../../support/app.js';
import {
  anAllowance,
  anOrganisationRow,
  aServiceRow,
  aUsageFact,
  aUsageFactBody,
} from '../../support/builders/notify-service.js';
import { setClock } from '../../support/notify-clock.js';
import { expectedUsage, type RandomFact, randomFacts, randomNumbers } from '../../support/usage-oracle.js';

interface Report {
  readonly services: Record<string, unknown>[];
  readonly updated_at: string | null;
}

describe('GET /organisation/{id}/services-with-usage', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  beforeEach(() => {
    setClock(service, '2026-06-15T12:00:00Z');
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => service.close());

  const report = async (organisationId: string, year: number | string = 2024): Promise<Report> => {
    const answer = await service.notify.get(
      `/organisation/${organisationId}/services-with-usage?year=${encodeURIComponent(year)}`,
    );
    expect(answer.status).toBe(200);
    return answer.body as Report;
  };
  /** Creates an organisation with one live service, with this allowance and these usage facts in 2024. */
  const anOrganisationThatSent = async (
    units: number | null,
    facts: readonly Readonly<Record<string, unknown>>[],
  ): Promise<{ organisationId: string; serviceId: string }> => {
    const organisationId = await anOrganisationRow(service.database);
    const serviceId = await aServiceRow(service.database, { organisation_id: organisationId });
    if (units !== null) await anAllowance(service.database, serviceId, { year: 2024, units });
    for (const fact of facts) await aUsageFact(service.database, serviceId, fact);
    return { organisationId, serviceId };
  };
  const sums = async (
    units: number | null,
    facts: readonly Readonly<Record<string, unknown>>[],
  ): Promise<Record<string, unknown>> => {
    const { organisationId } = await anOrganisationThatSent(units, facts);
    return (await report(organisationId)).services[0] ?? {};
  };

  it('returns every live service with the totals of all three channels, under both sets of names', async () => {
    const { organisationId, serviceId } = await anOrganisationThatSent(2, [
      { billable_units: 5, notifications_sent: 4, rate: '0.02' },
      { notification_type: 'email', provider: 'ses', rate: '0', billable_units: 7, notifications_sent: 7 },
      {
        notification_type: 'letter',
        provider: 'dvla',
        rate: '0.68',
        billable_units: 6,
        notifications_sent: 3,
      },
    ]);
    expect(await report(organisationId)).toEqual({
      services: [
        {
          active: true,
          chargeable_billable_sms: 3,
          email_totals: 7,
          emails_sent: 7,
          free_sms_limit: 2,
          letter_cost: 2.04,
          letter_totals: 3,
          service_id: serviceId,
          service_name: `Service ${serviceId}`,
          sms_billable_units: 5,
          sms_cost: 0.06,
          sms_remainder: 0,
          sms_totals: 4,
        },
      ],
      updated_at: null,
    });
  });

  describe('the free allowance', () => {
    it('of 10 leaves 9 of 19 units charged at 0.06: 0.54', async () => {
      const facts = [
        { bst_date: '2024-04-20', billable_units: 19, notifications_sent: 19, rate: '0.06' },
      ] as const;
      expect(await sums(10, facts)).toMatchObject({
        chargeable_billable_sms: 9,
        free_sms_limit: 10,
        sms_billable_units: 19,
        sms_cost: 0.54,
        sms_remainder: 0,
      });
    });

    it('of 6 covers the expensive first day and one unit of the cheap second day: 3 x 0.015', async () => {
      const dear = { bst_date: '2024-04-20', rate: '0.162' };
      const cheap = { bst_date: '2024-05-20', rate: '0.015' };
      const facts = [
        { ...dear, billable_units: 1 },
        { ...dear, billable_units: 2, rate_multiplier: 2 },
        { ...cheap, billable_units: 2, rate_multiplier: 2 },
      ];
      expect(await sums(6, facts)).toMatchObject({
        chargeable_billable_sms: 3,
        sms_billable_units: 9,
        sms_cost: 0.045,
        sms_remainder: 0,
      });
    });

    it('of 3 leaves 2 of 5 units charged at 0.11: 0.22', async () => {
      expect(await sums(3, [{ billable_units: 5, rate: '0.11' }])).toMatchObject({
        chargeable_billable_sms: 2,
        sms_cost: 0.22,
      });
    });

    it('is applied by day, not in the order in which facts were stored', async () => {
      const facts = [
        { bst_date: '2025-03-01', billable_units: 4, rate: '0.5' },
        { bst_date: '2024-04-02', billable_units: 4, rate: '0.1' },
      ];
      expect(await sums(5, facts)).toMatchObject({ chargeable_billable_sms: 3, sms_cost: 1.5 });
    });

    it('is applied to the highest rate first on a day with several rates', async () => {
      const facts = [
        { billable_units: 4, rate: '0.1' },
        { billable_units: 4, rate: '0.5' },
        { billable_units: 4, rate: '0.3' },
      ];
      expect(await sums(6, facts)).toMatchObject({ chargeable_billable_sms: 6, sms_cost: 1 });
    });

    it('is applied to each service separately', async () => {
      const { organisationId, serviceId } = await anOrganisationThatSent(10, [{ billable_units: 4 }]);
      const other = await aServiceRow(service.database, { organisation_id: organisationId });
      await anAllowance(service.database, other, { year: 2024, units: 1 });
      await aUsageFact(service.database, other, { billable_units: 4 });
      const { services } = await report(organisationId);
      const left = services.map((each) => [
        each.service_id,
        each.sms_remainder,
        each.chargeable_billable_sms,
      ]);
      expect(new Map(left.map(([id, ...rest]) => [id, rest]))).toEqual(
        new Map([
          [serviceId, [6, 0]],
          [other, [0, 3]],
        ]),
      );
    });

    it('has a remainder if it is not used up', async () => {
      expect(await sums(10, [{ billable_units: 4 }])).toMatchObject({
        chargeable_billable_sms: 0,
        sms_cost: 0,
        sms_remainder: 6,
      });
    });

    it('leaves no cost if it is exactly used up', async () => {
      expect(await sums(4, [{ billable_units: 4 }])).toMatchObject({
        chargeable_billable_sms: 0,
        sms_cost: 0,
        sms_remainder: 0,
      });
    });

    it('is 0 if no allowance is stored, and a read stores none', async () => {
      const { organisationId, serviceId } = await anOrganisationThatSent(null, [
        { billable_units: 2, rate: '0.02' },
      ]);
      const { services } = await report(organisationId);
      expect(services).toMatchObject([
        { free_sms_limit: 0, chargeable_billable_sms: 2, sms_cost: 0.04, sms_remainder: 0 },
      ]);
      expect(
        await service.database.query('SELECT FROM notify.annual_billing WHERE service_id = $1', [serviceId]),
      ).toEqual([]);
    });

    it('of another year is not applied', async () => {
      const { organisationId, serviceId } = await anOrganisationThatSent(null, [{ billable_units: 2 }]);
      await anAllowance(service.database, serviceId, { year: 2023, units: 100 });
      await anAllowance(service.database, serviceId, { year: 2025, units: 100 });
      expect((await report(organisationId)).services).toMatchObject([{ free_sms_limit: 0 }]);
    });

    it('is not applied to letters and e-mails', async () => {
      const facts = [
        { notification_type: 'letter', billable_units: 50, notifications_sent: 10, rate: '1.5' },
        { notification_type: 'email', billable_units: 50, notifications_sent: 50, rate: '0' },
        { bst_date: '2024-06-02', billable_units: 3 },
      ];
      expect(await sums(5, facts)).toMatchObject({ letter_cost: 15, sms_cost: 0, sms_remainder: 2 });
    });
  });

  it('charges each letter once for any number of sheets', async () => {
    const facts = [
      { notification_type: 'letter', billable_units: 10, notifications_sent: 2, rate: '0.41' },
      {
        notification_type: 'letter',
        billable_units: 1,
        notifications_sent: 1,
        rate: '0.83',
        postage: 'first',
      },
    ];
    expect(await sums(0, facts)).toMatchObject({ letter_cost: 1.65, letter_totals: 3 });
  });

  it('does not round costs', async () => {
    const facts = [
      { billable_units: 3, rate: '0.000001' },
      { notification_type: 'letter', notifications_sent: 7, rate: '0.333333' },
    ];
    expect(await sums(0, facts)).toMatchObject({ sms_cost: 0.000003, letter_cost: 2.333331 });
  });

  it('adds costs exactly where floating point is inexact', async () => {
    const facts = ['0.1', '0.2', '0.7'].map((rate) => ({ rate, billable_units: 1 }));
    const { sms_cost } = await sums(0, facts.slice(0, 2));
    expect(sms_cost).toBe(0.3);
    expect((await sums(0, facts)).sms_cost).toBe(1);
  });

  it('adds facts of maximum size', async () => {
    const most = { billable_units: 2_147_483_647, notifications_sent: 2_147_483_647, rate: '999999.999999' };
    const facts = [
      { ...most, bst_date: '2024-06-01' },
      { ...most, bst_date: '2024-06-02' },
      { ...most, notification_type: 'letter' },
    ];
    expect(await sums(0, facts)).toMatchObject({
      sms_billable_units: 4_294_967_294,
      sms_cost: 4_294_967_293_995_705,
      letter_cost: Number('2147483646997852.516353'),
    });
  });

  it('returns zeros for a service without usage', async () => {
    expect(await sums(null, [])).toMatchObject({
      chargeable_billable_sms: 0,
      email_totals: 0,
      emails_sent: 0,
      letter_cost: 0,
      letter_totals: 0,
      sms_billable_units: 0,
      sms_cost: 0,
      sms_totals: 0,
    });
  });

  describe('the listed services', () => {
    it('include every service of the organisation that is not on trial, even archived ones', async () => {
      const organisationId = await anOrganisationRow(service.database);
      const other = await anOrganisationRow(service.database);
      const live = await aServiceRow(service.database, { organisation_id: organisationId });
      const archived = await aServiceRow(service.database, {
        organisation_id: organisationId,
        active: false,
      });
      const trial = await aServiceRow(service.database, {
        organisation_id: organisationId,
        restricted: true,
      });
      await aServiceRow(service.database, { organisation_id: other });
      await aUsageFact(service.database, trial, { billable_units: 1_000 });
      await aUsageFact(service.database, archived, { billable_units: 3 });
      expect((await report(organisationId)).services).toMatchObject([
        { service_id: live, active: true },
        { service_id: archived, active: false, sms_billable_units: 3 },
      ]);
    });

    it('are sorted active first, then by lower-case name in code point order', async () => {
      const organisationId = await anOrganisationRow(service.database);
      const prefix = randomUUID();
      const add = (name: string, active = true): Promise<string> =>
        aServiceRow(service.database, { organisation_id: organisationId, name: `${prefix} ${name}`, active });
      await add('b', false);
      for (const name of ['Éclair', 'zebra', 'Banana', 'apple', 'a-z', 'Zoo', 'éa']) await add(name);
      await add('A', false);
      const { services } = await report(organisationId);
      expect(services.map((each) => String(each.service_name).replace(`${prefix} `, ''))).toEqual([
        'a-z',
        'apple',
        'Banana',
        'zebra',
        'Zoo',
        'éa',
        'Éclair',
        'A',
        'b',
      ]);
    });

    it('are an empty list for an organisation without services', async () => {
      const organisationId = await anOrganisationRow(service.database);
      expect(await report(organisationId)).toEqual({ services: [], updated_at: null });
    });

    it('are read with at most five queries for any number of services', async () => {
      const countsOf = async (services: number): Promise<number> => {
        const organisationId = await anOrganisationRow(service.database);
        for (let index = 0; index < services; index += 1) {
          const id = await aServiceRow(service.database, { organisation_id: organisationId });
          await aUsageFact(service.database, id);
        }
        const queries = jest.spyOn(service.app.get(Database), 'query');
        expect((await report(organisationId)).services).toHaveLength(services);
        const count = queries.mock.calls.length;
        queries.mockRestore();
        return count;
      };
      const [few, many] = [await countsOf(1), await countsOf(12)];
      expect(few).toBe(many);
      expect(many).toBeLessThanOrEqual(5);
    });
  });

  describe('the year', () => {
    it('includes 1 April and 31 March', async () => {
      const facts = [
        { bst_date: '2024-03-31', billable_units: 1 },
        { bst_date: '2024-04-01', billable_units: 10 },
        { bst_date: '2025-03-31', billable_units: 100 },
        { bst_date: '2025-04-01', billable_units: 1_000 },
      ];
      const { organisationId } = await anOrganisationThatSent(null, facts);
      const unitsOf = async (year: number): Promise<unknown> =>
        (await report(organisationId, year)).services[0]?.sms_billable_units;
      expect([await unitsOf(2023), await unitsOf(2024), await unitsOf(2025), await unitsOf(2026)]).toEqual([
        1, 110, 1_000, 0,
      ]);
    });

    it.each(['2024', ' 2024 ', '+2024', '02024'])('accepts %p', async (year) => {
      const { organisationId } = await anOrganisationThatSent(7, []);
      expect((await report(organisationId, year)).services).toMatchObject([{ free_sms_limit: 7 }]);
    });

    it.each([1, 1999, 2100, 9_998])('accepts %i and returns zeros', async (year) => {
      const { organisationId } = await anOrganisationThatSent(7, [{}]);
      expect((await report(organisationId, year)).services).toMatchObject([
        { free_sms_limit: 0, sms_billable_units: 0 },
      ]);
    });

    it.each([
      '',
      '?year=',
      '?year=abc',
      '?year=2024.0',
      '?year=2_024',
      '?year=2024-25',
      '?year=0',
      '?year=-1',
      '?year=9999',
      '?year=99999999999999999999',
      '?year=%00',
    ])('rejects the query %p', async (query) => {
      const { organisationId } = await anOrganisationThatSent(7, []);
      const answer = await service.notify.get(`/organisation/${organisationId}/services-with-usage${query}`);
      expect([answer.status, answer.body]).toEqual([
        400,
        { message: 'No valid year provided', result: 'error' },
      ]);
    });
  });

  describe('updated_at', () => {
    /** Stores a fact of a day for the only service of a new organisation; returns the time of the write. */
    const told = async (day: string): Promise<{ organisationId: string; at: string }> => {
      const { organisationId, serviceId } = await anOrganisationThatSent(null, []);
      const answer = await service.notify.post(
        `/service/${serviceId}/billing/usage`,
        aUsageFactBody({ bst_date: day }),
      );
      return { organisationId, at: (answer.body as { updated_at: string }).updated_at };
    };

    it.each([
      ['2026-04-01', '2026-03-31T23:00:00Z'],
      ['2026-06-15', '2026-06-15T12:00:00Z'],
      ['2027-03-31', '2027-03-30T23:00:00Z'],
      ['2027-03-31', '2027-03-31T22:59:59Z'],
    ])(
      'is the time at which the facts of today, %s, were stored, at %s, for the year that contains today',
      async (day, moment) => {
        setClock(service, moment);
        const { organisationId, at } = await told(day);
        expect((await report(organisationId, 2026)).updated_at).toBe(at);
      },
    );

    it('is null for a year that does not contain today', async () => {
      const { organisationId } = await told('2026-06-15');
      expect((await report(organisationId, 2025)).updated_at).toBeNull();
      expect((await report(organisationId, 2027)).updated_at).toBeNull();
    });

    it('is null on 1 April for the year that ended the day before', async () => {
      setClock(service, '2026-03-31T12:00:00Z');
      const { organisationId } = await told('2026-03-31');
      setClock(service, '2026-03-31T23:00:00Z');
      expect((await report(organisationId, 2025)).updated_at).toBeNull();
    });

    it('is null without facts of today', async () => {
      const { organisationId } = await told('2026-06-14');
      expect((await report(organisationId, 2026)).updated_at).toBeNull();
    });

    it('is the latest time of the services, and changes when a fact is stored again', async () => {
      const { organisationId, at } = await told('2026-06-15');
      const second = await aServiceRow(service.database, { organisation_id: organisationId });
      const path = `/service/${second}/billing/usage`;
      const body = aUsageFactBody({ bst_date: '2026-06-15' });
      const first = (await service.notify.post(path, body)).body as { updated_at: string };
      expect((await report(organisationId, 2026)).updated_at).toBe(first.updated_at);
      const again = (await service.notify.post(path, body)).body as { updated_at: string };
      expect((await report(organisationId, 2026)).updated_at).toBe(again.updated_at);
      expect([at, first.updated_at, again.updated_at]).toEqual(
        [at, first.updated_at, again.updated_at].sort(),
      );
    });
  });

  it('returns 404 for an unknown organisation', async () => {
    const answer = await service.notify.get(`/organisation/${randomUUID()}/services-with-usage?year=2024`);
    expect([answer.status, answer.body]).toEqual([404, { message: 'No result found', result: 'error' }]);
  });

  it('equals an independent integer calculation for random facts', async () => {
    const organisationId = await anOrganisationRow(service.database);
    const random = randomNumbers(20_240_401);
    const sent = new Map<string, { units: number; facts: readonly RandomFact[] }>();
    for (let index = 0; index < 40; index += 1) {
      const id = await aServiceRow(service.database, { organisation_id: organisationId });
      const units = random(2) === 0 ? 0 : random(400);
      const facts = randomFacts(random);
      await anAllowance(service.database, id, { year: 2024, units });
      for (const fact of facts) await aUsageFact(service.database, id, { ...fact });
      sent.set(id, { units, facts });
    }
    const { services } = await report(organisationId);
    expect(services).toHaveLength(40);
    for (const each of services) {
      const { units, facts } = sent.get(String(each.service_id)) ?? { units: 0, facts: [] };
      expect(each).toEqual({
        active: true,
        free_sms_limit: units,
        service_id: each.service_id,
        service_name: each.service_name,
        ...expectedUsage(units, facts),
      });
    }
  });
});
