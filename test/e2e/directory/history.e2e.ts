import { startApp, type TestApp } from '../../support/app.js';
import {
  aFlag,
  aFlagBody,
  anAdminUser,
  anOrganisation,
  anOrganisationBody,
} from '../../support/builders/organisation.js';
import { admin, software, user } from '../../support/identities.js';

interface Entry {
  readonly Revision: number;
  readonly Operation: string;
  readonly By: unknown;
  readonly Changes: readonly unknown[];
}

describe('GET /organisations/{OrganisationId}/history', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
    await aFlag(service.database, { flag_id: 'open' });
    await aFlag(service.database, { flag_id: 'secret', value: 'Watched', access_level: 5 });
  });
  afterAll(() => service.close());

  const entriesOf = async (id: string, identity = admin): Promise<readonly Entry[]> => {
    const answer = await service.as(identity).get(`/organisations/${id}/history`);
    expect(answer.status).toBe(200);
    return (answer.body as { content: Entry[] }).content;
  };

  it('returns exactly the published page, newest first', async () => {
    const id = 'page';
    const trace = (interactionId: string) => ({ headers: { 'x-fapi-interaction-id': interactionId } });
    const minimal = anOrganisationBody();
    await service.as(admin).post('/organisations', { OrganisationId: id, ...minimal }, trace('Create-1'));
    await anAdminUser(service.database, id, 'anna@bank.example');
    await service
      .as(user('Anna@bank.example'))
      .put(`/organisations/${id}`, { ...minimal, City: 'Leeds' }, trace('Update-1'));
    const answer = await service.as(admin).get(`/organisations/${id}/history?size=10`);
    const [update, creation] = (answer.body as { content: { At: string }[] }).content;
    expect(answer.body).toEqual({
      content: [
        {
          Revision: 2,
          At: update?.At,
          By: { ClientId: 'website', UserEmail: 'anna@bank.example' },
          InteractionId: 'Update-1',
          Operation: 'Update',
          Changes: [{ Field: 'City', Old: 'London', New: 'Leeds' }],
        },
        {
          Revision: 1,
          At: creation?.At,
          By: { ClientId: 'admin-client', UserEmail: null },
          InteractionId: 'Create-1',
          Operation: 'Create',
          Changes: [
            { Field: 'Status', Old: null, New: 'Active' },
            { Field: 'OrganisationName', Old: null, New: 'Sample Bank' },
            { Field: 'CreatedOn', Old: null, New: creation?.At },
            { Field: 'LegalEntityName', Old: null, New: 'Sample Bank plc' },
            { Field: 'CountryOfRegistration', Old: null, New: 'GB' },
            { Field: 'CompanyRegister', Old: null, New: 'Companies House' },
            { Field: 'RegistrationNumber', Old: null, New: '01234567' },
            { Field: 'AddressLine1', Old: null, New: '1 Example Street' },
            { Field: 'City', Old: null, New: 'London' },
            { Field: 'Postcode', Old: null, New: 'EC1A 1AA' },
            { Field: 'Country', Old: null, New: 'GB' },
            { Field: 'RequiresParticipantTermsAndConditionsSigning', Old: null, New: true },
            { Field: 'Flags', Old: null, New: [] },
          ],
        },
      ],
      totalPages: 1,
      totalSize: 2,
      pageable: {
        number: 0,
        sort: {
          sorted: true,
          orderBy: [{ property: 'Revision', direction: 'DESC', ignoreCase: false, ascending: false }],
        },
        size: 10,
        offset: 0,
        sorted: true,
        unpaged: false,
      },
      numberOfElements: 2,
      size: 10,
      offset: 0,
      empty: false,
      pageNumber: 0,
    });
    expect(update?.At).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(answer.headers.get('link')).toBe(
      '</organisations/page/history?size=10&page=0>; rel="first", </organisations/page/history?size=10&page=0>; rel="last"',
    );
  });

  it('returns each entry exactly once over all pages', async () => {
    const id = await anOrganisation(service.database, { organisation_id: 'walk' });
    for (const City of ['Leeds', 'York', 'Bath', 'Ely', 'Wells']) {
      await service.as(admin).put(`/organisations/${id}`, anOrganisationBody({ City }));
    }
    const revisions: number[] = [];
    for (const page of [0, 1, 2, 3]) {
      const answer = await service.as(admin).get(`/organisations/${id}/history?size=2&page=${page}`);
      revisions.push(...(answer.body as { content: Entry[] }).content.map((entry) => entry.Revision));
    }
    expect(revisions).toEqual([6, 5, 4, 3, 2]);
  });

  it('is empty for an unchanged organisation', async () => {
    const id = await anOrganisation(service.database, { organisation_id: 'untouched' });
    const answer = await service.as(software).get(`/organisations/${id}/history`);
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { content: [], totalSize: 0, totalPages: 0, empty: true },
    ]);
  });

  describe('of an organisation whose administrators and flags changed', () => {
    const id = 'changed';
    beforeAll(async () => {
      await anOrganisation(service.database, { organisation_id: id });
      await anAdminUser(service.database, id, 'anna@bank.example');
      const put = (overrides: Record<string, unknown>) =>
        service.as(admin).put(`/organisations/${id}`, anOrganisationBody(overrides));
      await service
        .as(user('anna@bank.example'))
        .post(`/organisations/${id}/adminusers`, { UserEmail: 'bob@bank.example' });
      await put({ Flags: ['secret'] });
      await put({ Flags: ['secret', 'open'], City: 'Leeds' });
      await service
        .as(admin)
        .put(
          '/references/flags/secret',
          aFlagBody({ Value: 'Watched', AccessLevel: 5, Status: 'Inactive', Cascade: true }),
        );
    });

    const bob = { Field: 'AdminUsers', Old: null, New: { UserEmail: 'bob@bank.example', Status: 'Active' } };
    const leeds = { Field: 'City', Old: 'London', New: 'Leeds' };
    const byAdmin = { ClientId: 'admin-client', UserEmail: null };
    const flags = (Old: string[], New: string[]) => ({ Field: 'Flags', Old, New });

    it('shows users and all flags to an operator', async () => {
      expect((await entriesOf(id)).map(({ Operation, By, Changes }) => [Operation, By, Changes])).toEqual([
        ['FlagCascade', byAdmin, [flags(['open', 'secret'], ['open'])]],
        ['Update', byAdmin, [leeds, flags(['secret'], ['open', 'secret'])]],
        ['Update', byAdmin, [flags([], ['secret'])]],
        ['AdminUser', { ClientId: 'website', UserEmail: 'anna@bank.example' }, [bob]],
      ]);
    });

    it('shows users and flags up to the clearance to its own administrators', async () => {
      const entries = await entriesOf(id, user('anna@bank.example'));
      expect(entries.map(({ Operation, By, Changes }) => [Operation, By, Changes])).toEqual([
        ['Update', byAdmin, [leeds, flags([], ['open'])]],
        ['AdminUser', { ClientId: 'website', UserEmail: 'anna@bank.example' }, [bob]],
      ]);
    });

    it('shows flags up to the clearance and no users to software', async () => {
      const entries = await entriesOf(id, { ...software, flag_access_level: 5 });
      expect(entries.map(({ Operation, By, Changes }) => [Operation, By, Changes])).toEqual([
        ['FlagCascade', byAdmin, [flags(['open', 'secret'], ['open'])]],
        ['Update', byAdmin, [leeds, flags(['secret'], ['open', 'secret'])]],
        ['Update', byAdmin, [flags([], ['secret'])]],
      ]);
    });

    it('leaves out entries of flags one level above the clearance', async () => {
      const entries = await entriesOf(id, { ...software, flag_access_level: 4 });
      expect(entries.map(({ Changes }) => Changes)).toEqual([[leeds, flags([], ['open'])]]);
    });

    it('counts and pages only the entries that are shown', async () => {
      const page = async (number: number): Promise<unknown> => {
        const caller = user('anna@bank.example');
        return (await service.as(caller).get(`/organisations/${id}/history?size=1&page=${number}`)).body;
      };
      const counts = { totalSize: 2, totalPages: 2 };
      expect(await page(0)).toMatchObject({ ...counts, content: [{ Operation: 'Update', Revision: 4 }] });
      expect(await page(1)).toMatchObject({ ...counts, content: [{ Operation: 'AdminUser', Revision: 2 }] });
      expect(await page(2)).toMatchObject({ ...counts, content: [] });
    });

    it('answers 404 to callers who may not see the organisation', async () => {
      const answer = await service.as(user('other@bank.example')).get(`/organisations/${id}/history`);
      expect([answer.status, answer.body]).toEqual([
        404,
        {
          errors: [
            'OrganisationId names no organisation that this token may see. GET /organisations lists those that it may see.',
          ],
        },
      ]);
    });
  });

  it('rejects the sort parameter', async () => {
    const answer = await service.as(admin).get('/organisations/page/history?sort=At&size=1001');
    expect([answer.status, answer.body]).toEqual([
      400,
      {
        errors: [
          'sort is not a known parameter; known are page, size',
          'size must be a whole number from 1 to 1000',
        ],
      },
    ]);
  });

  it('is read-only', async () => {
    const answer = await service.as(admin).send('DELETE', '/organisations/page/history');
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('exists for an organisation with the id export', async () => {
    const id = await anOrganisation(service.database, { organisation_id: 'export' });
    expect(await entriesOf(id)).toEqual([]);
  });
});
