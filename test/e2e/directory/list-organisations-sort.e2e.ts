import { startApp, type TestApp } from '../../support/app.js';
import { anOrganisation } from '../../support/builders/organisation.js';
import type { Client } from '../../support/client.js';
import { software } from '../../support/identities.js';

interface Listing {
  content: { OrganisationId: string; OrganisationName: string }[];
  totalSize: number;
  totalPages: number;
  pageable: { sort: { orderBy: unknown[] } };
}

const sortable =
  'OrganisationId, Status, OrganisationName, CreatedOn, LegalEntityName, CountryOfRegistration, CompanyRegister, Size, RegistrationNumber, RegistrationId, RegisteredName, AddressLine1, AddressLine2, City, Postcode, Country, ParentOrganisationReference, RequiresParticipantTermsAndConditionsSigning, LogoUri';
const notAField = (text: string, name: string): string =>
  `sort is "${text}", and "${name}" is not a field to sort by; fields are ${sortable}`;
const notADirection = (text: string, direction: string): string =>
  `sort is "${text}", and "${direction}" is not a direction; write Field, Field,asc or Field,desc, and repeat sort for a second field`;

describe('the order of GET /organisations', () => {
  let service: TestApp;
  let client: Client;
  beforeAll(async () => {
    service = await startApp();
    client = service.as(software);
    const names = ['Zebra', 'échelle', 'Echelle', 'Élan', 'elan', 'Eland', 'apple', 'Óscar'];
    for (const [index, name] of names.entries()) {
      await anOrganisation(service.database, {
        organisation_id: `org-${index}`,
        organisation_name: name,
        size: index % 3 === 0 ? null : `Size ${index % 2}`,
        status: index === 0 ? 'Withdrawn' : index === 1 ? 'Pending' : 'Active',
        requires_participant_terms_and_conditions_signing: index % 2 === 0,
        created_on: new Date(Date.UTC(2024, 0, 10 - index)).toISOString(),
      });
    }
  });
  afterAll(() => service.close());

  const list = async (query: string): Promise<Listing> =>
    (await client.get(`/organisations?${query}`)).body as Listing;
  const names = async (query: string): Promise<string[]> =>
    (await list(query)).content.map((item) => item.OrganisationName);
  const ids = async (query: string): Promise<string[]> =>
    (await list(query)).content.map((item) => item.OrganisationId);

  it('is CreatedOn ascending without a sort parameter, and the response reports that order', async () => {
    const page = await list('');
    expect(page.content.map((item) => item.OrganisationId)).toEqual([
      'org-7',
      'org-6',
      'org-5',
      'org-4',
      'org-3',
      'org-2',
      'org-1',
      'org-0',
    ]);
    expect(page.pageable.sort.orderBy).toEqual([
      { property: 'CreatedOn', direction: 'ASC', ignoreCase: false, ascending: true },
    ]);
  });

  it('sorts an accented letter directly after the plain letter, ignoring case', async () => {
    expect(await names('sort=OrganisationName')).toEqual([
      'apple',
      'Echelle',
      'échelle',
      'elan',
      'Élan',
      'Eland',
      'Óscar',
      'Zebra',
    ]);
  });

  it('is reversed for desc', async () => {
    expect(await names('sort=OrganisationName,desc')).toEqual([
      'Zebra',
      'Óscar',
      'Eland',
      'Élan',
      'elan',
      'échelle',
      'Echelle',
      'apple',
    ]);
  });

  it('puts null values last for asc and breaks ties by OrganisationId ascending', async () => {
    const order = ['org-2', 'org-4', 'org-1', 'org-5', 'org-7', 'org-0', 'org-3', 'org-6'];
    expect(await ids('sort=Size,asc')).toEqual(order);
  });

  it('puts null values first for desc and breaks ties by OrganisationId descending', async () => {
    const order = ['org-6', 'org-3', 'org-0', 'org-7', 'org-5', 'org-1', 'org-4', 'org-2'];
    expect(await ids('sort=Size,desc')).toEqual(order);
  });

  it.each([
    ['sort=City&sort=Status', ['org-2', 'org-3', 'org-4', 'org-5', 'org-6', 'org-7', 'org-1', 'org-0']],
    ['sort=City,desc&sort=Status', ['org-2', 'org-3', 'org-4', 'org-5', 'org-6', 'org-7', 'org-1', 'org-0']],
    ['sort=Status&sort=City,desc', ['org-7', 'org-6', 'org-5', 'org-4', 'org-3', 'org-2', 'org-1', 'org-0']],
  ])('breaks the ties of %s in the direction of the last field', async (query, order) => {
    expect(await ids(query)).toEqual(order);
  });

  it('applies several fields in the given order and reports each under its wire name', async () => {
    const page = await list(
      'sort=status,DESC&sort=REQUIRESPARTICIPANTTERMSANDCONDITIONSSIGNING&sort=createdat,desc',
    );
    expect(page.pageable.sort.orderBy).toEqual([
      { property: 'Status', direction: 'DESC', ignoreCase: false, ascending: false },
      {
        property: 'RequiresParticipantTermsAndConditionsSigning',
        direction: 'ASC',
        ignoreCase: false,
        ascending: true,
      },
      { property: 'CreatedOn', direction: 'DESC', ignoreCase: false, ascending: false },
    ]);
    expect(page.content.map((item) => item.OrganisationId)).toEqual([
      'org-0',
      'org-1',
      'org-3',
      'org-5',
      'org-7',
      'org-2',
      'org-4',
      'org-6',
    ]);
  });

  it('reports that text is ordered ignoring case', async () => {
    const page = await list('sort=City');
    expect(page.pageable.sort.orderBy).toEqual([
      { property: 'City', direction: 'ASC', ignoreCase: true, ascending: true },
    ]);
  });

  it.each([
    'OrganisationId',
    'Status',
    'OrganisationName',
    'CreatedOn',
    'LegalEntityName',
    'CountryOfRegistration',
    'CompanyRegister',
    'Size',
    'RegistrationNumber',
    'RegistrationId',
    'RegisteredName',
    'AddressLine1',
    'AddressLine2',
    'City',
    'Postcode',
    'Country',
    'ParentOrganisationReference',
    'RequiresParticipantTermsAndConditionsSigning',
    'LogoUri',
  ])('sorts by %s, where desc is exactly the reverse of asc', async (field) => {
    const ascending = await ids(`sort=${field}`);
    expect(new Set(ascending).size).toBe(8);
    expect(await ids(`sort=${field},desc`)).toEqual(ascending.reverse());
  });

  it.each([
    ['an unknown field', 'sort=Nonsense', [notAField('Nonsense', 'Nonsense')]],
    ['the flags, which are no scalar', 'sort=Flags', [notAField('Flags', 'Flags')]],
    ['a field behind a minus', 'sort=-City', [notAField('-City', '-City')]],
    ['a field without its name', 'sort=,asc', [notAField(',asc', '')]],
    ['an unknown direction', 'sort=City,up', [notADirection('City,up', 'up')]],
    ['a direction that is not there', 'sort=City,', [notADirection('City,', '')]],
    ['two fields in one parameter', 'sort=City,Size,asc', [notADirection('City,Size,asc', 'Size,asc')]],
    [
      'the same field twice',
      'sort=City&sort=city,desc',
      ['sort names City more than once; name each field once'],
    ],
    [
      'a field and its alias',
      'sort=CreatedOn&sort=createdAt',
      ['sort names CreatedOn more than once; name each field once'],
    ],
    [
      'four fields',
      'sort=City&sort=Country&sort=Size&sort=Postcode',
      ['sort is given 4 times; at most 3 are allowed'],
    ],
    [
      'an unknown field and an unknown direction',
      'sort=Cty,down',
      [notAField('Cty,down', 'Cty'), notADirection('Cty,down', 'down')],
    ],
    [
      'SQL',
      'sort=City;DROP TABLE organisation',
      [notAField('City;DROP TABLE organisation', 'City;DROP TABLE organisation')],
    ],
  ])('refuses %s and says which part is wrong', async (_what, query, sentences) => {
    const answer = await client.get(`/organisations?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ errors: sentences });
  });
});

describe('the pages of GET /organisations', () => {
  let service: TestApp;
  let client: Client;
  beforeAll(async () => {
    service = await startApp();
    client = service.as(software);
    await service.database.query(`
      INSERT INTO directory.organisation (organisation_id, status, organisation_name, created_on, legal_entity_name,
        country_of_registration, company_register, registration_number, address_line1, city, postcode, country)
      SELECT 'o' || n, 'Active', 'Same name', '2024-01-01', 'Same', 'GB', 'CH', '1', '1 Street', 'London', 'N1 1AA', 'GB'
      FROM generate_series(1, 5000) n`);
  });
  afterAll(() => service.close());

  it('contain each of 5,000 rows with equal sort keys exactly once', async () => {
    const seen: string[] = [];
    for (let page = 0; page < 15; page++) {
      const answer = await client.get(`/organisations?size=347&sort=OrganisationName&page=${page}`);
      seen.push(...(answer.body as Listing).content.map((item) => item.OrganisationId));
    }
    expect(seen).toHaveLength(5000);
    expect(seen).toEqual([...new Set(seen)].sort());
  });

  it('have 100 rows without a size parameter', async () => {
    const { content, totalSize, totalPages } = (await client.get('/organisations')).body as Listing;
    expect([content.length, totalSize, totalPages]).toEqual([100, 5000, 50]);
  });

  it('are empty past the end, with the exact total', async () => {
    const answer = await client.get('/organisations?page=50&size=100');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      content: [],
      totalSize: 5000,
      totalPages: 50,
      numberOfElements: 0,
      empty: true,
      offset: 5000,
      pageNumber: 50,
    });
  });

  it('accept page numbers up to 2147483647', async () => {
    expect((await client.get('/organisations?page=2147483647&size=1000')).body).toMatchObject({
      offset: 2147483647000,
      empty: true,
    });
  });

  it.each([
    ['0', ['first 0', 'next 1', 'last 4']],
    ['2', ['first 0', 'prev 1', 'next 3', 'last 4']],
    ['4', ['first 0', 'prev 3', 'last 4']],
    ['9', ['first 0', 'prev 4', 'last 4']],
  ])('link page %s to its neighbours and keep the other parameters', async (page, expected) => {
    const link =
      (await client.get(`/organisations?filterBy=same&size=1000&page=${page}`)).headers.get('link') ?? '';
    const found = [...link.matchAll(/<\/organisations\?filterBy=same&size=1000&page=(\d+)>; rel="(\w+)"/g)];
    expect(found.map(([, number, relation]) => `${relation} ${number}`)).toEqual(expected);
  });

  it('link to page 0 when there are no rows', async () => {
    const { headers } = await client.get('/organisations?filterBy=nothing+of+the+kind');
    expect(headers.get('link')).toBe(
      '</organisations?filterBy=nothing+of+the+kind&page=0>; rel="first", </organisations?filterBy=nothing+of+the+kind&page=0>; rel="last"',
    );
  });

  it.each(['size=1000', 'size=50000', 'page=2147483647', `filterBy=${'x'.repeat(255)}`])(
    'answer 200 to %s',
    async (query) => {
      expect((await client.get(`/organisations?${query}`)).status).toBe(200);
    },
  );

  it.each([
    ['page=-1', 'page must be a whole number from 0 to 2147483647'],
    ['page=1.5', 'page must be a whole number from 0 to 2147483647'],
    ['page=2147483648', 'page must be a whole number from 0 to 2147483647'],
    ['page=0x10', 'page must be a whole number from 0 to 2147483647'],
    ['size=0', 'size must be a whole number from 1 to 50000'],
    ['size=50001', 'size must be a whole number from 1 to 50000'],
    ['size=ten', 'size must be a whole number from 1 to 50000'],
    ['page=1&page=2', 'page must be given once'],
    ['hideInactive=yes', 'hideInactive must be true or false, in any case'],
    ['displayMine=nobody', 'displayMine must be an email address'],
    [`filterBy=${'x'.repeat(256)}`, 'filterBy must have 1 to 255 characters'],
    ['filterBy=%3Cb', 'filterBy must not contain < or >'],
    ['filterBy=%00', 'filterBy must be valid Unicode without NUL'],
    [
      'filterBy=%FF',
      'The query is not valid percent-encoded UTF-8. Encode each value, such as %C3%A9 for é and %25 for %.',
    ],
    [
      'fliterBy=x',
      'fliterBy is not a known parameter; known are sort, page, size, displayMine, filterBy, hideInactive, status, country, flag, parent, createdIn',
    ],
  ])('reject %s and name the parameter', async (query, sentence) => {
    const answer = await client.get(`/organisations?${query}`);
    expect([answer.status, answer.body]).toEqual([400, { errors: [sentence] }]);
  });

  it('report all errors of a query together', async () => {
    const { body } = await client.get('/organisations?page=x&size=0&colour=red');
    expect((body as { errors: string[] }).errors.map((sentence) => sentence.split(' ')[0])).toEqual([
      'colour',
      'page',
      'size',
    ]);
  });
});
