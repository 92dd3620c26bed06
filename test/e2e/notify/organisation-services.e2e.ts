import { setClock } from '../../support/notify-clock.js';
import { auditOf } from '../../support/notify-audit.js';
import { startApp, type TestApp } from '../../support/app.js';
import { aBranding, aLinkedService, anOrganisation } from '../../support/builders/notify-organisation.js';
import { otherTransaction, waiting } from '../../support/other-transaction.js';

const nowhere = '11111111-2222-4333-8444-555555555555';
const noResult = { message: 'No result found', result: 'error' };

const faults = (...messages: string[]): object => ({
  errors: messages.map((message) => ({ error: 'ValidationError', message })),
  status_code: 400,
});

describe('POST /organisation/{id}/service', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => service.close());

  const link = (id: string, serviceId: unknown) =>
    service.notify.post(`/organisation/${id}/service`, { service_id: serviceId });
  const rowOf = async (id: string): Promise<Record<string, unknown> | undefined> => {
    const [row] = await service.database.query<Record<string, unknown>>(
      `SELECT organisation_id, organisation_type, crown, email_branding_id, letter_branding_id, version
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

  it('moves the service from its old organisation, with type and Crown status of the new one and a new version', async () => {
    const old = await anOrganisation(service);
    const { id } = await anOrganisation(service, { organisation_type: 'central', crown: true });
    const serviceId = await aLinkedService(service.database, old.id, {
      organisation_type: 'local',
      crown: false,
    });
    const answer = await link(id, serviceId);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await rowOf(serviceId)).toMatchObject({
      organisation_id: id,
      organisation_type: 'central',
      crown: true,
      version: 2,
    });
    const lists = await Promise.all(
      [old.id, id].map(async (each) => (await service.notify.get(`/organisation/${each}/services`)).body),
    );
    expect(lists).toMatchObject([[], [{ id: serviceId, organisation_id: id }]]);
    const history = await service.database.query(
      `SELECT version, service->>'organisation_id' AS organisation FROM notify.service_history
       WHERE service_id = $1 ORDER BY 1`,
      [serviceId],
    );
    expect(history).toEqual([
      { version: 1, organisation: old.id },
      { version: 2, organisation: id },
    ]);
  });

  it('sets unknown type and Crown status of the organisation to null', async () => {
    const { id } = await anOrganisation(service);
    await service.database.query(
      'UPDATE notify.organisation SET organisation_type = NULL, crown = NULL WHERE id = $1',
      [id],
    );
    const serviceId = await aLinkedService(service.database, null, {
      organisation_type: 'local',
      crown: true,
    });
    await link(id, serviceId);
    expect(await rowOf(serviceId)).toMatchObject({ organisation_type: null, crown: null });
  });

  it('replaces a custom allowance of the current financial year with the default', async () => {
    setClock(service, '2024-05-01T12:00:00Z');
    const { id } = await anOrganisation(service, { organisation_type: 'central' });
    const serviceId = await aLinkedService(service.database, null, { organisation_type: 'local' });
    await service.database.query('INSERT INTO notify.annual_billing VALUES ($1, 2024, 99, true)', [
      serviceId,
    ]);
    await link(id, serviceId);
    expect(await allowancesOf(serviceId)).toEqual([{ year: 2024, units: 30_000, custom: false }]);
  });

  it('sets no branding', async () => {
    const [email, letter] = [
      await aBranding(service.database, 'email'),
      await aBranding(service.database, 'letter'),
    ];
    const { id } = await anOrganisation(service, { email_branding_id: email, letter_branding_id: letter });
    const serviceId = await aLinkedService(service.database, null);
    await link(id, serviceId);
    expect(await rowOf(serviceId)).toMatchObject({ email_branding_id: null, letter_branding_id: null });
  });

  it('answers 204 for a service that is already linked, without a new version', async () => {
    const { id } = await anOrganisation(service);
    const serviceId = await aLinkedService(service.database, null);
    await link(id, serviceId);
    const before = await rowOf(serviceId);
    expect([(await link(id, serviceId.toUpperCase())).status, await rowOf(serviceId)]).toEqual([204, before]);
  });

  it('answers 404 for an unknown service or organisation, and keeps the service unchanged', async () => {
    const { id } = await anOrganisation(service);
    const serviceId = await aLinkedService(service.database, id);
    const answers = [await link(id, nowhere), await link(nowhere, serviceId)];
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [404, noResult],
      [404, noResult],
    ]);
    expect(await rowOf(serviceId)).toMatchObject({ organisation_id: id, version: 1 });
  });

  it('refuses an archived organisation, and keeps the service unchanged', async () => {
    const old = await anOrganisation(service);
    const { id } = await anOrganisation(service);
    const serviceId = await aLinkedService(service.database, old.id);
    await service.notify.post(`/organisation/${id}/archive`, undefined);
    const answer = await link(id, serviceId);
    expect([answer.status, answer.body]).toEqual([
      400,
      { message: 'Cannot add services to an archived organisation', result: 'error' },
    ]);
    expect(await rowOf(serviceId)).toMatchObject({ organisation_id: old.id, version: 1 });
  });

  it.each([
    [{}, 'service_id is a required property'],
    [{ service_id: null }, 'service_id is not a valid UUID'],
    [{ service_id: 1 }, 'service_id is not a valid UUID'],
    [{ service_id: 'x' }, 'service_id is not a valid UUID'],
  ])('rejects the body %j', async (body, message) => {
    const answer = await service.notify.post(`/organisation/${nowhere}/service`, body);
    expect([answer.status, answer.body]).toEqual([400, faults(message)]);
  });

  it('waits for a concurrent archive and is then refused', async () => {
    const { id } = await anOrganisation(service);
    const serviceId = await aLinkedService(service.database, null);
    const holder = await otherTransaction(service.database);
    await holder.query('UPDATE notify.organisation SET active = false WHERE id = $1', [id]);
    const answer = link(id, serviceId);
    await waiting(service.database);
    await holder.commit();
    expect([(await answer).status, await rowOf(serviceId)]).toMatchObject([400, { organisation_id: null }]);
  });

  it('links the service to one of two concurrent organisations, with type and Crown status of that one', async () => {
    for (let round = 0; round < 10; round += 1) {
      const one = await anOrganisation(service, { organisation_type: 'central', crown: true });
      const other = await anOrganisation(service, { organisation_type: 'other', crown: false });
      const serviceId = await aLinkedService(service.database, null);
      const answers = await Promise.all([link(one.id, serviceId), link(other.id, serviceId)]);
      expect(answers.map(({ status }) => status)).toEqual([204, 204]);
      const row = await rowOf(serviceId);
      const winner = row?.organisation_id === one.id ? one : other;
      expect(row).toMatchObject({
        organisation_id: winner.id,
        organisation_type: winner.organisation_type,
        crown: winner.crown,
        version: 3,
      });
    }
  });

  it('completes concurrently with updates of both organisations, and the service has the type of its organisation', async () => {
    for (let round = 0; round < 10; round += 1) {
      const one = await anOrganisation(service, { organisation_type: 'central' });
      const other = await anOrganisation(service, { organisation_type: 'other' });
      const serviceId = await aLinkedService(service.database, one.id, { organisation_type: 'central' });
      const retype = (id: string, organisation_type: string) =>
        service.notify.post(`/organisation/${id}`, { organisation_type });
      const answers = await Promise.all([
        retype(one.id, 'local'),
        link(other.id, serviceId),
        retype(other.id, 'nhs_gp'),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
      expect(await rowOf(serviceId)).toMatchObject({
        organisation_id: other.id,
        organisation_type: 'nhs_gp',
      });
    }
  });

  it('records who linked the service', async () => {
    const { id } = await anOrganisation(service);
    const serviceId = await aLinkedService(service.database, null);
    await link(id, serviceId);
    expect((await auditOf(service.database, id))[1]).toEqual({
      client_id: 'development',
      entity: 'organisation',
      interaction_id: expect.any(String) as string,
      user_id: null,
      operation: 'link-service',
      changes: { service_id: serviceId },
    });
  });
});

describe('GET /organisation/{id}/services', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  const list = (id: string) => service.notify.get(`/organisation/${id}/services`);

  it('returns a bare array with six keys each; message_limit is the e-mail limit', async () => {
    const { id } = await anOrganisation(service);
    const serviceId = await aLinkedService(service.database, id, {
      name: 'Tax Notifications',
      restricted: true,
      email_message_limit: 250_000,
      sms_message_limit: 7,
    });
    const answer = await list(id);
    expect([answer.status, answer.body]).toEqual([
      200,
      [
        {
          active: true,
          id: serviceId,
          message_limit: 250_000,
          name: 'Tax Notifications',
          organisation_id: id,
          restricted: true,
        },
      ],
    ]);
  });

  it('lists active services first, then sorts by name with capital letters first', async () => {
    const { id } = await anOrganisation(service);
    for (const [name, active] of [
      ['b', true],
      ['Z', true],
      ['a', true],
      ['É', true],
      ['B', true],
      ['A', false],
      ['_archived_2024-01-01-00:00:00_x', false],
    ] as const)
      await aLinkedService(service.database, id, { name, active });
    const names = ((await list(id)).body as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(['B', 'Z', 'a', 'b', 'É', 'A', '_archived_2024-01-01-00:00:00_x']);
  });

  it('returns an empty list for an organisation without services', async () => {
    const { id } = await anOrganisation(service);
    await aLinkedService(service.database, null);
    const answer = await list(id);
    expect([answer.status, answer.body]).toEqual([200, []]);
  });

  it('answers for an archived organisation', async () => {
    const { id } = await anOrganisation(service);
    await aLinkedService(service.database, id, { active: false });
    await service.notify.post(`/organisation/${id}/archive`, undefined);
    expect((await list(id)).body).toHaveLength(1);
  });

  it('answers 404 for an unknown organisation', async () => {
    const answer = await list(nowhere);
    expect([answer.status, answer.body]).toEqual([404, noResult]);
  });
});
