import { startApp, type TestApp } from '../../support/app.js';
import {
  aFlag,
  anAdminUser,
  anOrganisation,
  anOrganisationBody,
} from '../../support/builders/organisation.js';
import type { Client } from '../../support/client.js';
import { admin, software, superUser, user } from '../../support/identities.js';

interface Page {
  readonly totalSize: number;
  readonly content: readonly { readonly OrganisationId: string }[];
}

describe('status, country, flag, parent and createdIn of GET /organisations', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
    for (const row of [
      { organisation_id: 'a', status: 'Active', country: 'GB', created_on: '2024-01-01T00:00:00Z' },
      { organisation_id: 'b', status: 'Pending', country: 'gb', created_on: '2024-01-31T23:59:59.999Z' },
      { organisation_id: 'c', status: 'Withdrawn', country: 'GB', created_on: '2024-02-01T00:00:00Z' },
      { organisation_id: 'd', status: 'Active', country: 'BR', parent_organisation_reference: 'a' },
      { organisation_id: 'e', status: 'Pending', country: 'BR', parent_organisation_reference: 'A' },
    ])
      await anOrganisation(service.database, { created_on: '2023-12-31T23:59:59.999Z', ...row });
    await aFlag(service.database, { flag_id: 'bank' }, ['a', 'b', 'd']);
    await aFlag(service.database, { flag_id: 'secret', value: 'Watched', access_level: 5 }, ['a', 'c']);
    await anAdminUser(service.database, 'd', 'anna@bank.example');
  });
  afterAll(() => service.close());

  const list = async (client: Client, query: string): Promise<Page> => {
    const { status, body } = await client.get(`/organisations?sort=OrganisationId&${query}`);
    expect(status).toBe(200);
    return body as Page;
  };
  const ids = async (client: Client, query: string): Promise<string> =>
    (await list(client, query)).content.map(({ OrganisationId }) => OrganisationId).join(' ');

  it.each([
    ['status=Active', 'a d'],
    ['status=Pending', 'b e'],
    ['status=Withdrawn', 'c'],
    ['status=', 'a b c d e'],
    ['status=Active&hideInactive=true', 'a d'],
    ['status=Pending&hideInactive=true', ''],
    ['country=GB', 'a c'],
    ['country=gb', 'b'],
    ['country=G', ''],
    ['flag=bank', 'a b d'],
    ['flag=BANK', ''],
    ['flag=no-such-flag', ''],
    ['parent=a', 'd'],
    ['parent=z', ''],
    ['createdIn=2024-01', 'a b'],
    ['createdIn=2024-02', 'c'],
    ['createdIn=2023-12', 'd e'],
    ['createdIn=2024', 'a b c'],
    ['createdIn=2023', 'd e'],
    ['createdIn=9999', ''],
    ['createdIn=0001-01', ''],
    ['createdIn=9999-12', ''],
    ['status=Active&country=GB&flag=bank&createdIn=2024-01&filterBy=sample', 'a'],
    ['status=Pending&flag=bank&parent=a', ''],
  ])('answers %s with %j', async (query, expected) => {
    expect(await ids(service.as(software), query)).toBe(expected);
  });

  it.each([
    ['status=active', 'status must be one of Active, Pending, Withdrawn'],
    ['status=Active&status=Pending', 'status must be given once'],
    [`country=${'x'.repeat(256)}`, 'country must have 1 to 255 characters'],
    ['country=%3Cb', 'country must not contain < or >'],
    [`flag=${'x'.repeat(41)}`, 'flag must have 1 to 40 characters'],
    [`parent=${'x'.repeat(256)}`, 'parent must have 1 to 255 characters'],
    ['createdIn=2024-13', 'createdIn must be a year or a month such as 2026-11'],
    ['createdIn=0000-01', 'createdIn must be a year or a month such as 2026-11'],
    ['createdIn=0000', 'createdIn must be a year or a month such as 2026-11'],
    ['createdIn=2024-1', 'createdIn must be a year or a month such as 2026-11'],
  ])('refuses %s: %s', async (query, sentence) => {
    const { status, body } = await service.as(software).get(`/organisations?${query}`);
    expect({ status, body: JSON.stringify(body) }).toEqual({
      status: 400,
      body: expect.stringContaining(sentence) as unknown,
    });
  });

  it.each([[`country=${'x'.repeat(255)}`], [`flag=${'x'.repeat(40)}`], [`parent=${'x'.repeat(255)}`]])(
    'takes the longest value: %.12s…',
    async (query) => {
      expect(await ids(service.as(software), query)).toBe('');
    },
  );

  it('takes a flag above the clearance of the caller for an unknown one', async () => {
    expect(await ids(service.as(software), 'flag=secret')).toBe('');
    expect(await ids(service.as({ ...software, flag_access_level: 4 }), 'flag=secret')).toBe('');
    expect(await ids(service.as({ ...software, flag_access_level: 5 }), 'flag=secret')).toBe('a c');
    expect(await ids(service.as(superUser), 'flag=bank')).toBe('a b d');
  });

  it('lists only organisations that a user administers', async () => {
    expect(await ids(service.as(user('anna@bank.example')), 'flag=bank')).toBe('d');
    expect(await ids(service.as(user('anna@bank.example')), 'country=GB')).toBe('');
  });

  it('counts all matches and keeps the conditions in its links', async () => {
    const { body, headers } = await service.as(software).get('/organisations?flag=bank&size=2');
    expect(body).toMatchObject({ totalSize: 3, totalPages: 2, numberOfElements: 2 });
    expect(headers.get('link')).toContain('/organisations?flag=bank&size=2&page=1>; rel="next"');
  });

  it('leaves an organisation out as soon as an amendment takes its flag', async () => {
    const operator = service.as(admin);
    await anOrganisation(service.database, { organisation_id: 'f', country: 'FR' });
    await operator.put('/organisations/f', anOrganisationBody({ Country: 'FR', Flags: ['bank'] }));
    expect(await ids(operator, 'flag=bank&country=FR')).toBe('f');
    await operator.put('/organisations/f', anOrganisationBody({ Country: 'FR', Flags: [] }));
    expect(await ids(operator, 'flag=bank&country=FR')).toBe('');
  });

  it('is what the statistics count with the same conditions', async () => {
    const client = service.as(software);
    for (const query of [
      'status=Active',
      'country=GB',
      'flag=bank',
      'flag=secret',
      'parent=a',
      'createdIn=2024-01',
    ]) {
      const { body } = await client.get(`/organisations/statistics?${query}`);
      expect([query, (body as Page).totalSize]).toEqual([query, (await list(client, query)).totalSize]);
    }
  });
});
