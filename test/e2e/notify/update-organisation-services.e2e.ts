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

describe('the services of an organisation that is updated', () => {
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

  it('all get the type that is sent, archived ones and trials too, with a new version each', async () => {
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

  it('get the default allowance of the new type for the current financial year, in place of a custom one', async () => {
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
  ])('have their allowance reset in the financial year that it is in London at %s', async (now, year) => {
    setClock(service, now);
    const { id } = await anOrganisation(service);
    const serviceId = await aLinkedService(service.database, id);
    await update(id, { organisation_type: 'local' });
    expect(await allowancesOf(serviceId)).toEqual([{ year, units: 10_000, custom: false }]);
  });

  it('have their allowance reset also where the type is sent that they have', async () => {
    setClock(service, '2024-05-01T12:00:00Z');
    const { id } = await anOrganisation(service, { organisation_type: 'local' });
    const serviceId = await aLinkedService(service.database, id, { organisation_type: 'local' });
    await setAllowance(serviceId, 2024, 99, true);
    await update(id, { organisation_type: 'local' });
    expect(await allowancesOf(serviceId)).toEqual([{ year: 2024, units: 10_000, custom: false }]);
  });

  it('keep type and allowance where no type is sent', async () => {
    const { id } = await anOrganisation(service);
    const serviceId = await aLinkedService(service.database, id, { organisation_type: 'central' });
    await update(id, { crown: true, notes: 'Other' });
    expect([await rowOf(serviceId), await allowancesOf(serviceId)]).toMatchObject([
      { organisation_type: 'central', crown: true },
      [],
    ]);
  });

  it.each([true, false, null])('all get the crown %j that is sent', async (crown) => {
    const { id } = await anOrganisation(service);
    const serviceId = await aLinkedService(service.database, id, { crown: crown !== true });
    await update(id, { crown });
    expect(await rowOf(serviceId)).toMatchObject({ crown });
  });

  it('keep their crown where none is sent', async () => {
    const { id } = await anOrganisation(service, { crown: false });
    const serviceId = await aLinkedService(service.database, id, { crown: true });
    await update(id, { organisation_type: 'other' });
    expect(await rowOf(serviceId)).toMatchObject({ crown: true });
  });

  it('get the default branding that is sent where they have none of their own, and it joins the pool', async () => {
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

  it('keep theirs where the default is cleared, and the pool stays', async () => {
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

  it('get the NHS brandings with an NHS type where the organisation has no default, whatever else is named', async () => {
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

  it('get what is sent with an NHS type where the organisation has a default; the pools get the NHS brandings alone', async () => {
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

  it('get no branding with an NHS type where the organisation has defaults and none is sent', async () => {
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

  it('stay as they are where anything of the update fails, allowances and pools included', async () => {
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
