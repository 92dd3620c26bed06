import { startApp, type TestApp } from '../../support/app.js';
import { anAdminUser, anOrganisation } from '../../support/builders/organisation.js';
import type { Client } from '../../support/client.js';
import { admin, software, user } from '../../support/identities.js';

describe('filterBy of GET /organisations', () => {
  let service: TestApp;
  let client: Client;
  beforeAll(async () => {
    service = await startApp();
    client = service.as(software);
    const plain = {
      organisation_name: 'None',
      legal_entity_name: 'None',
      registration_number: '0',
      city: 'None',
      country: 'None',
    };
    const organisations = [
      { organisation_id: 'name', organisation_name: 'COOPERATIVA DE CRÉDITO' },
      { organisation_id: 'legal', legal_entity_name: 'Cooperativa de credito Ltda' },
      { organisation_id: 'registered', registered_name: 'Straße & Söhne' },
      { organisation_id: 'number', registration_number: '100% real_1' },
      { organisation_id: 'lei', registration_id: '529900T8BM49AURSDO55' },
      { organisation_id: 'Special-Id', status: 'Withdrawn' },
      { organisation_id: 'city', city: 'Łódź' },
      { organisation_id: 'country', country: 'Ísland' },
      { organisation_id: 'address', address_line1: 'Unfindable Street' },
      { organisation_id: 'turkish', city: 'DIYARBAKIR ılı İzmir' },
      { organisation_id: 'greek', city: 'ΟΔΟΣ' },
      { organisation_id: 'wide', city: 'ﬁnance ＢＡＮＫ ①' },
      { organisation_id: 'nordic', city: 'Tromsø Ærø' },
      { organisation_id: 'backslash', city: 'a\\b' },
    ];
    for (const overrides of organisations) await anOrganisation(service.database, { ...plain, ...overrides });
  });
  afterAll(() => service.close());

  const found = async (term: string): Promise<string[]> => {
    const { body } = await client.get(
      `/organisations?sort=OrganisationId&filterBy=${encodeURIComponent(term)}`,
    );
    return (body as { content: { OrganisationId: string }[] }).content.map((item) => item.OrganisationId);
  };

  it.each([
    ['credito', ['legal', 'name']],
    ['CRÉDITO', ['legal', 'name']],
    ['cre\u0301dito', ['legal', 'name']],
    ['strasse & sohne', ['registered']],
    ['STRAßE', ['registered']],
    ['100%', ['number']],
    ['tiva DE crédi', ['legal', 'name']],
    ['credito ltda', ['legal']],
    ['cooperativa credito', []],
    ['credito cooperativa', []],
    ['cooperativa  de credito', []],
    ['100% real_1', ['number']],
    ['100_ real%1', []],
    ['100 real', []],
    ['diyarbakir ILI izmir', ['turkish']],
    ['inance bank 1', ['wide']],
    ['special id', []],
    ['romsø ærø', ['nordic']],
    ['real_1', ['number']],
    ['%', ['number']],
    ['_', ['number']],
    ['\\', ['backslash']],
    ['900t8bm49', ['lei']],
    ['special-id', ['Special-Id']],
    ['lodz', ['city']],
    ['island', ['country']],
    ['unfindable', []],
    ['izmir', ['turkish']],
    ['ili', ['turkish']],
    ['οδος', ['greek']],
    ['ΟΔΟς', ['greek']],
    ['finance bank 1', ['wide']],
    ['tromso aero', ['nordic']],
    ['\u0301', []],
    ["'; DROP TABLE directory.organisation; --", []],
  ])('finds %j in %j', async (term, expected) => {
    expect(await found(term)).toEqual(expected);
  });

  it('does not match across two fields', async () => {
    expect(await found('none0')).toEqual([]);
    expect(await found('None\u00010')).toEqual([]);
  });

  it('reflects an amendment immediately', async () => {
    await service.database.query(
      `UPDATE directory.organisation SET city = 'Ouagadougou' WHERE organisation_id = 'address'`,
    );
    expect(await found('ouagadougou')).toEqual(['address']);
  });

  it('returns the exact number of matches', async () => {
    const { body } = await client.get('/organisations?filterBy=none&size=2');
    expect(body).toMatchObject({ totalSize: 14, totalPages: 7, numberOfElements: 2 });
  });

  it('combines with hideInactive', async () => {
    const { body } = await client.get('/organisations?filterBy=special-id&hideInactive=true');
    expect(body).toMatchObject({ totalSize: 0, content: [] });
  });
});

describe('displayMine and hideInactive of GET /organisations', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
    for (const [id, status] of [
      ['a', 'Active'],
      ['b', 'Pending'],
      ['c', 'Withdrawn'],
      ['d', 'Active'],
    ] as const) {
      await anOrganisation(service.database, { organisation_id: id, status });
    }
    await anAdminUser(service.database, 'a', 'anna@bank.example');
    await anAdminUser(service.database, 'b', 'anna@bank.example');
    await anAdminUser(service.database, 'd', 'anna@bank.example', 'Inactive');
    await anAdminUser(service.database, 'd', 'bert@bank.example');
  });
  afterAll(() => service.close());

  const ids = async (client: Client, query: string): Promise<string[]> => {
    const { body } = await client.get(`/organisations?sort=OrganisationId&${query}`);
    return (body as { content: { OrganisationId: string }[] }).content.map((item) => item.OrganisationId);
  };

  it('shows only Active organisations when hideInactive is true', async () => {
    expect(await ids(service.as(software), 'hideInactive=true')).toEqual(['a', 'd']);
    expect(await ids(service.as(software), 'hideInactive=false')).toEqual(['a', 'b', 'c', 'd']);
  });

  it('shows the organisations of which the named user is an Active administrator, in any letter case', async () => {
    expect(await ids(service.as(software), 'displayMine=Anna@Bank.example')).toEqual(['a', 'b']);
    expect(await ids(service.as(admin), 'displayMine=bert@bank.example')).toEqual(['d']);
    expect(await ids(service.as(admin), 'displayMine=nobody@bank.example')).toEqual([]);
  });

  it('shows a website user their own organisations, with or without their own email', async () => {
    const anna = service.as(user('ANNA@bank.example'));
    expect(await ids(anna, '')).toEqual(['a', 'b']);
    expect(await ids(anna, 'displayMine=anna@bank.example&hideInactive=true')).toEqual(['a']);
  });

  it('rejects the email of another user from a website user', async () => {
    const answer = await service
      .as(user('anna@bank.example'))
      .get('/organisations?displayMine=bert@bank.example');
    expect([answer.status, answer.body]).toEqual([
      403,
      {
        errors: ['displayMine may name only your own email. Send your own, or leave displayMine out.'],
      },
    ]);
  });
});
