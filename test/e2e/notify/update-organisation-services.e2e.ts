import { setClock } from '../../support/notify-clock.js';
import { startApp, type TestApp } from '../../support/app.js';
import {
  aBranding,
  aLinkedService,
  anOrganisation,
  poolsOf,
  readOrganisation,
} from '../../support/builders/notify-organisation.js';

const nhsEmail = 'a7dc4e56-660b-4db7-8cff-12c37b12b5ea';
const nhsLetter = '2cd354bb-6b85-eda3-c0ad-6b613150459f';

interface ServiceRow {
  readonly organisation_type: string | null;
  readonly crown: boolean | null;
  readonly email_branding_id: string | null;
  readonly letter_branding_id: string | null;
  readonly version: number;
}

describe('the services of an updated organisation', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => service.close());

  const update = async (id: string, body: unknown): Promise<void> => {
    expect((await service.notify.post(`/organisation/${id}`, body)).status).toBe(204);
  };
  const rowOf = async (id: string): Promise<ServiceRow | undefined> => {
    const [row] = await service.database.query<ServiceRow>(
      `SELECT organisation_type, crown, email_branding_id, letter_branding_id, version
       FROM notify.service WHERE id = $1`,
      [id],
    );
    return row;
  };
  const allowancesOf = (id: string): Promise<Record<string, unknown>[]> =>
    service.database.query(
      `SELECT financial_year_start AS year, free_sms_fragment_limit AS units, has_custom_allowance AS custom
       FROM notify.annual_billing WHERE service_id = $1 ORDER BY 1`,
      [id],
    );
  const setAllowance = (id: string, year: number, units: number, isCustom: boolean) =>
    service.database.query('INSERT INTO notify.annual_billing VALUES ($1, $2, $3, $4)', [
      id,
      year,
      units,
      isCustom,
    ]);

  it('all have the given type and a new version each, even archived and trial services', async () => {
    const { id } = await anOrganisation(service);
    const stranger = await aLinkedService(service.database, null, { organisation_type: 'other' });
    const ids = [
      await aLinkedService(service.database, id, { organisation_type: 'central' }),
      await aLinkedService(service.database, id, { active: false }),
      await aLinkedService(service.database, id, { restricted: true }),
    ];
    await update(id, { organisation_type: 'school_or_college' });
    for (const each of ids)
      expect(await rowOf(each)).toMatchObject({ organisation_type: 'school_or_college', version: 2 });
    expect(await rowOf(stranger)).toMatchObject({ organisation_type: 'other', version: 1 });
    const history = await service.database.query(
      `SELECT version, service->>'organisation_type' AS type FROM notify.service_history
       WHERE service_id = $1 ORDER BY version`,
      [ids[0]],
    );
    expect(history).toEqual([
      { version: 1, type: 'central' },
      { version: 2, type: 'school_or_college' },
    ]);
  });

  it('have a custom allowance of the current financial year replaced with the default of the new type', async () => {
    setClock(service, '2024-05-01T12:00:00Z');
    const { id } = await anOrganisation(service);
    const serviceId = await aLinkedService(service.database, id);
    await setAllowance(serviceId, 2022, 7, false);
    await setAllowance(serviceId, 2024, 99, true);
    await update(id, { organisation_type: 'central' });
    expect(await allowancesOf(serviceId)).toEqual([
      { year: 2022, units: 7, custom: false },
      { year: 2024, units: 30_000, custom: false },
    ]);
  });

  it.each([
    ['2025-03-31T22:59:59Z', 2024],
    ['2025-03-31T23:00:00Z', 2025],
  ])('at %s have their allowance of the financial year %i reset, by London time', async (now, year) => {
    setClock(service, now);
    const { id } = await anOrganisation(service);
    const serviceId = await aLinkedService(service.database, id);
    await update(id, { organisation_type: 'local' });
    expect(await allowancesOf(serviceId)).toEqual([{ year, units: 10_000, custom: false }]);
  });

  it('have their allowance reset even if the given type equals the current one', async () => {
    setClock(service, '2024-05-01T12:00:00Z');
    const { id } = await anOrganisation(service, { organisation_type: 'local' });
    const serviceId = await aLinkedService(service.database, id, { organisation_type: 'local' });
    await setAllowance(serviceId, 2024, 99, true);
    await update(id, { organisation_type: 'local' });
    expect(await allowancesOf(serviceId)).toEqual([{ year: 2024, units: 10_000, custom: false }]);
  });

  it('keep type and allowance if no type is given', async () => {
    const { id } = await anOrganisation(service);
    const serviceId = await aLinkedService(service.database, id, { organisation_type: 'central' });
    await update(id, { crown: true, notes: 'Other' });
    expect([await rowOf(serviceId), await allowancesOf(serviceId)]).toMatchObject([
      { organisation_type: 'central', crown: true },
      [],
    ]);
  });

  it.each([true, false, null])('all have the given Crown status %j', async (crown) => {
    const { id } = await anOrganisation(service);
    const serviceId = await aLinkedService(service.database, id, { crown: crown !== true });
    await update(id, { crown });
    expect(await rowOf(serviceId)).toMatchObject({ crown });
  });

  it('keep their Crown status if none is given', async () => {
    const { id } = await anOrganisation(service, { crown: false });
    const serviceId = await aLinkedService(service.database, id, { crown: true });
    await update(id, { organisation_type: 'other' });
    expect(await rowOf(serviceId)).toMatchObject({ crown: true });
  });

  it('have the given default branding if they have none, and the pool includes this branding', async () => {
    const [email, letter] = [
      await aBranding(service.database, 'email'),
      await aBranding(service.database, 'letter'),
    ];
    const own = await aBranding(service.database, 'email');
    const { id } = await anOrganisation(service);
    const bare = await aLinkedService(service.database, id);
    const branded = await aLinkedService(service.database, id, { email_branding_id: own });
    await update(id, { email_branding_id: email, letter_branding_id: letter });
    expect([await rowOf(bare), await rowOf(branded)]).toMatchObject([
      { email_branding_id: email, letter_branding_id: letter },
      { email_branding_id: own, letter_branding_id: letter },
    ]);
    expect(await poolsOf(service.database, id)).toEqual({ email: [email], letter: [letter] });
    await update(id, { email_branding_id: email });
    expect(await poolsOf(service.database, id)).toEqual({ email: [email], letter: [letter] });
  });

  it('keep their branding if the default is cleared, and the pool keeps it', async () => {
    const email = await aBranding(service.database, 'email');
    const { id } = await anOrganisation(service, { email_branding_id: email });
    const serviceId = await aLinkedService(service.database, id, { email_branding_id: email });
    await update(id, { email_branding_id: null });
    expect([await readOrganisation(service, id), await rowOf(serviceId)]).toMatchObject([
      { email_branding_id: null },
      { email_branding_id: email, version: 1 },
    ]);
    expect(await poolsOf(service.database, id)).toEqual({ email: [email], letter: [] });
  });

  it('have the NHS brandings for an NHS type if the organisation has no default, whatever else is given', async () => {
    const other = await aBranding(service.database, 'email');
    const { id } = await anOrganisation(service);
    const bare = await aLinkedService(service.database, id);
    await update(id, { organisation_type: 'nhs_local', email_branding_id: other, letter_branding_id: null });
    expect([await readOrganisation(service, id), await rowOf(bare)]).toMatchObject([
      { email_branding_id: nhsEmail, letter_branding_id: nhsLetter },
      { email_branding_id: nhsEmail, letter_branding_id: nhsLetter },
    ]);
    expect(await poolsOf(service.database, id)).toEqual({ email: [nhsEmail], letter: [nhsLetter] });
  });

  it('have the given branding for an NHS type if the organisation has a default; pools gain only the NHS brandings', async () => {
    const [before, after] = [
      await aBranding(service.database, 'email'),
      await aBranding(service.database, 'email'),
    ];
    const { id } = await anOrganisation(service, { email_branding_id: before });
    const bare = await aLinkedService(service.database, id);
    await update(id, { organisation_type: 'nhs_gp', email_branding_id: after });
    expect([await readOrganisation(service, id), await rowOf(bare)]).toMatchObject([
      { email_branding_id: after, letter_branding_id: nhsLetter },
      { email_branding_id: after, letter_branding_id: nhsLetter },
    ]);
    expect(await poolsOf(service.database, id)).toEqual({
      email: [before, nhsEmail].sort(),
      letter: [nhsLetter],
    });
  });

  it('have no branding for an NHS type if the organisation has defaults and no branding is given', async () => {
    const [email, letter] = [
      await aBranding(service.database, 'email'),
      await aBranding(service.database, 'letter'),
    ];
    const { id } = await anOrganisation(service, { email_branding_id: email, letter_branding_id: letter });
    const bare = await aLinkedService(service.database, id);
    await update(id, { organisation_type: 'nhs_central' });
    expect([await readOrganisation(service, id), await rowOf(bare)]).toMatchObject([
      { email_branding_id: email, letter_branding_id: letter },
      { email_branding_id: null, letter_branding_id: null },
    ]);
    expect(await poolsOf(service.database, id)).toEqual({
      email: [email, nhsEmail].sort(),
      letter: [letter, nhsLetter].sort(),
    });
  });

  it('are unchanged if any part of the update fails, with their allowances and pools', async () => {
    const email = await aBranding(service.database, 'email');
    await anOrganisation(service, { domains: ['owned-by-another.gov.uk'] });
    const before = await anOrganisation(service);
    const serviceId = await aLinkedService(service.database, before.id);
    const answer = await service.notify.post(`/organisation/${before.id}`, {
      organisation_type: 'central',
      crown: true,
      email_branding_id: email,
      domains: ['owned-by-another.gov.uk'],
    });
    expect(answer.status).toBe(400);
    expect([
      await readOrganisation(service, before.id),
      await rowOf(serviceId),
      await allowancesOf(serviceId),
      await poolsOf(service.database, before.id),
    ]).toEqual([
      { ...before, count_of_live_services: 1 },
      { organisation_type: null, crown: null, email_branding_id: null, letter_branding_id: null, version: 1 },
      [],
      { email: [], letter: [] },
    ]);
  });
});
