import { startApp, type TestApp } from '../../support/app.js';
import { aFlag, anOrganisation, anOrganisationBody } from '../../support/builders/organisation.js';
import { admin, software, superUser, user } from '../../support/identities.js';

describe('POST /organisations', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  it('creates an organisation with the id in the body, a Location, an ETag and a first history entry', async () => {
    const flag = await aFlag(service.database, { flag_id: 'f-1' });
    const body = anOrganisationBody({ OrganisationId: 'new bank/1', Flags: [flag], Status: undefined });
    const answer = await service
      .as(admin)
      .post('/organisations', body, { headers: { 'x-fapi-interaction-id': 'create-1' } });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe('/organisations/new%20bank%2F1');
    expect(answer.body).toMatchObject({
      OrganisationId: 'new bank/1',
      Status: 'Active',
      Flags: [{ Id: 'f-1' }],
    });
    const read = await service.as(software).get(answer.headers.get('location') ?? '');
    expect([read.text, read.headers.get('etag')]).toEqual([answer.text, answer.headers.get('etag')]);
    const entries = await service.database.query('SELECT * FROM directory.organisation_history');
    expect(entries).toMatchObject([
      {
        organisation_id: 'new bank/1',
        revision: 1,
        client_id: 'admin-client',
        interaction_id: 'create-1',
        operation: 'Create',
      },
    ]);
    expect((entries[0] as { changes: unknown[] }).changes).toContainEqual({
      Field: 'OrganisationName',
      Old: null,
      New: 'Sample Bank',
    });
    expect((entries[0] as { changes: unknown[] }).changes).toContainEqual({
      Field: 'Flags',
      Old: null,
      New: ['f-1'],
    });
  });

  it('generates a UUID when the body has no id', async () => {
    const { body } = await service.as(superUser).post('/organisations', anOrganisationBody());
    expect((body as { OrganisationId: string }).OrganisationId).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it('sets CreatedOn to the time of the request, in UTC with milliseconds', async () => {
    const before = Date.now();
    const { body } = await service.as(admin).post('/organisations', anOrganisationBody());
    const { CreatedOn } = body as { CreatedOn: string };
    expect(CreatedOn).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
    expect(Date.parse(CreatedOn)).toBeGreaterThanOrEqual(before - 1);
    expect(Date.parse(CreatedOn)).toBeLessThanOrEqual(Date.now() + 1);
  });

  it('answers 409 for an existing id and keeps the existing organisation unchanged', async () => {
    await service.as(admin).post('/organisations', anOrganisationBody({ OrganisationId: 'taken' }));
    const answer = await service
      .as(admin)
      .post('/organisations', anOrganisationBody({ OrganisationId: 'taken', City: 'Leeds' }));
    expect([answer.status, answer.body]).toEqual([
      409,
      {
        errors: [
          'An organisation with this OrganisationId exists already. Change it with PUT, or send another OrganisationId or none.',
        ],
      },
    ]);
    expect((await service.as(admin).get('/organisations/taken')).body).toMatchObject({ City: 'London' });
  });

  it('accepts exactly one of ten concurrent creations with the same id', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        service.as(admin).post('/organisations', anOrganisationBody({ OrganisationId: 'raced' })),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([
      201,
      ...Array.from({ length: 9 }, () => 409),
    ]);
  });

  it('accepts an id of 40 characters', async () => {
    const OrganisationId = 'x'.repeat(40);
    const answer = await service.as(admin).post('/organisations', anOrganisationBody({ OrganisationId }));
    expect([answer.status, answer.body]).toMatchObject([201, { OrganisationId }]);
  });

  it.each(['.', '..', ' a', 'a ', '\ta', 'a<', '', 'x'.repeat(41)])(
    'rejects the id %j',
    async (OrganisationId) => {
      const answer = await service.as(admin).post('/organisations', anOrganisationBody({ OrganisationId }));
      expect(answer.status).toBe(400);
      expect((answer.body as { errors: string[] }).errors[0]).toMatch(/^OrganisationId must/);
    },
  );

  it.each(['changes', 'export', 'statistics'])(
    'rejects the id %s, which is another path, and shows a stored one in the list',
    async (OrganisationId) => {
      const answer = await service.as(admin).post('/organisations', anOrganisationBody({ OrganisationId }));
      expect([answer.status, answer.body]).toEqual([
        400,
        {
          errors: [
            'OrganisationId must not be changes, export or statistics, which are other paths below /organisations; choose another id',
          ],
        },
      ]);
      await anOrganisation(service.database, { organisation_id: OrganisationId });
      const listed = await service.as(admin).get(`/organisations?filterBy=${OrganisationId}`);
      expect(listed.body).toMatchObject({ content: [{ OrganisationId }] });
      const changed = await service
        .as(admin)
        .put(`/organisations/${OrganisationId}`, anOrganisationBody({ City: 'Leeds' }));
      expect([changed.status, changed.body]).toMatchObject([200, { City: 'Leeds' }]);
    },
  );

  it.each(['Changes', 'statistics2', 'my-export'])('accepts the id %s', async (OrganisationId) => {
    const answer = await service.as(admin).post('/organisations', anOrganisationBody({ OrganisationId }));
    expect(answer.status).toBe(201);
    expect((await service.as(admin).get(`/organisations/${OrganisationId}`)).status).toBe(200);
  });

  it('rejects callers who are not operators', async () => {
    const body = anOrganisationBody({ OrganisationId: 'never' });
    expect((await service.as(software).post('/organisations', body)).status).toBe(403);
    expect((await service.as(user('anna@bank.example')).post('/organisations', body)).status).toBe(403);
    expect((await service.as(admin).get('/organisations/never')).status).toBe(404);
  });
});
