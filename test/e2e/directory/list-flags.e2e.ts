import { startApp, type TestApp } from '../../support/app.js';
import { aFlag } from '../../support/builders/organisation.js';
import { admin, software, superUser, user } from '../../support/identities.js';

interface FlagPage {
  readonly content: readonly { readonly Id: string }[];
  readonly totalSize: number;
}

describe('GET /references/flags', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
    const times = { created_at: '2024-01-02T03:04:05.678Z', updated_at: '2024-02-03T04:05:06.789Z' };
    const flags = [
      { flag_id: 'f-1', name: 'Kind', value: 'bank', description: 'What it is' },
      { flag_id: 'f-2', name: 'kind', value: 'Auditor', created_at: '2023-01-01T00:00:00Z' },
      { flag_id: 'f-3', name: 'École', value: 'x' },
      { flag_id: 'f-4', name: 'Ecole', value: 'x' },
      { flag_id: 'f-5', name: 'Zone', value: 'north', type: 'Software_Statement' },
      { flag_id: 'f-6', name: 'Watched', value: 'yes', access_level: 5 },
      { flag_id: 'f-7', name: 'Watched', value: 'closely', access_level: 9 },
      { flag_id: 'f-8', name: 'Old', value: 'x', status: 'Inactive' },
    ];
    for (const flag of flags) await aFlag(service.database, { ...times, ...flag });
  });
  afterAll(() => service.close());

  const idsOf = async (query: string, identity = admin): Promise<string[]> => {
    const answer = await service.as(identity).get(`/references/flags${query}`);
    expect(answer.status).toBe(200);
    return (answer.body as FlagPage).content.map((flag) => flag.Id);
  };

  it('returns exactly the published page', async () => {
    const answer = await service.as(software).get('/references/flags?size=1&page=2');
    expect(answer.body).toEqual({
      content: [
        {
          Id: 'f-2',
          CreatedAt: '2023-01-01T00:00:00.000Z',
          UpdatedAt: '2024-02-03T04:05:06.789Z',
          Name: 'kind',
          Description: null,
          Type: 'Organisation',
          Value: 'Auditor',
          Status: 'Active',
          AccessLevel: 0,
        },
      ],
      totalPages: 5,
      totalSize: 5,
      pageable: {
        number: 2,
        sort: {
          sorted: true,
          orderBy: [
            { property: 'Name', direction: 'ASC', ignoreCase: true, ascending: true },
            { property: 'Value', direction: 'ASC', ignoreCase: true, ascending: true },
          ],
        },
        size: 1,
        offset: 2,
        sorted: true,
        unpaged: false,
      },
      numberOfElements: 1,
      size: 1,
      offset: 2,
      empty: false,
      pageNumber: 2,
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('link')).toBe(
      [
        '</references/flags?size=1&page=0>; rel="first"',
        '</references/flags?size=1&page=1>; rel="prev"',
        '</references/flags?size=1&page=3>; rel="next"',
        '</references/flags?size=1&page=4>; rel="last"',
      ].join(', '),
    );
  });

  it('lists Active flags by Name, Value and Id, ignoring letter case', async () => {
    expect(await idsOf('')).toEqual(['f-4', 'f-3', 'f-2', 'f-1', 'f-7', 'f-6', 'f-5']);
  });

  it.each([
    ['?status=Inactive', ['f-8']],
    ['?type=Software_Statement', ['f-5']],
    ['?type=Authorisation_Server', []],
    ['?name=Kind', ['f-1']],
    ['?name=kin', []],
    ['?name=Watched&type=Organisation&status=Active', ['f-7', 'f-6']],
  ])('filters exactly by %s', async (query, ids) => {
    expect(await idsOf(query)).toEqual(ids);
  });

  it.each([
    ['Id,desc', ['f-7', 'f-6', 'f-5', 'f-4', 'f-3', 'f-2', 'f-1']],
    ['AccessLevel,desc', ['f-7', 'f-6', 'f-5', 'f-4', 'f-3', 'f-2', 'f-1']],
    ['type,desc', ['f-5', 'f-7', 'f-6', 'f-4', 'f-3', 'f-2', 'f-1']],
    ['description', ['f-1', 'f-2', 'f-3', 'f-4', 'f-5', 'f-6', 'f-7']],
    ['description,desc', ['f-7', 'f-6', 'f-5', 'f-4', 'f-3', 'f-2', 'f-1']],
    ['CreatedAt&sort=Value', ['f-2', 'f-1', 'f-7', 'f-5', 'f-3', 'f-4', 'f-6']],
    ['UpdatedAt,desc', ['f-7', 'f-6', 'f-5', 'f-4', 'f-3', 'f-2', 'f-1']],
    ['Value,desc', ['f-6', 'f-4', 'f-3', 'f-5', 'f-7', 'f-1', 'f-2']],
    ['Status', ['f-1', 'f-2', 'f-3', 'f-4', 'f-5', 'f-6', 'f-7']],
  ])('sorts by %s, then by Id in the direction of the last field', async (sort, ids) => {
    expect(await idsOf(`?sort=${sort}`)).toEqual(ids);
  });

  it.each([
    ['every level to a super user', superUser, ['f-7', 'f-6']],
    ['levels up to the clearance of a token', { ...software, flag_access_level: 5 }, ['f-6']],
    ['level 0 to a token without clearance', user('nobody@bank.example'), []],
  ])('shows %s', async (_, identity, ids) => {
    expect(await idsOf('?name=Watched', identity)).toEqual(ids);
  });

  it('is empty past the last page', async () => {
    const answer = await service.as(admin).get('/references/flags?page=9');
    expect(answer.body).toMatchObject({
      content: [],
      totalSize: 7,
      totalPages: 1,
      empty: true,
      pageNumber: 9,
    });
  });

  it('reports all invalid parameters together', async () => {
    const answer = await service
      .as(admin)
      .get('/references/flags?sort=Colour&status=Gone&type=Car&size=0&page=x&name=%3Cb%3E&nme=x&type=Car');
    expect([answer.status, answer.body]).toEqual([
      400,
      {
        errors: [
          'nme is not a known parameter; known are sort, name, type, status, page, size',
          'type must be given once',
          'sort is "Colour", and "Colour" is not a field to sort by; fields are Id, CreatedAt, UpdatedAt, Name, Description, Type, Value, Status, AccessLevel',
          'name must not contain < or >',
          'type must be one of Organisation, Software_Statement, Authorisation_Server',
          'status must be one of Active, Inactive',
          'page must be a whole number from 0 to 2147483647',
          'size must be a whole number from 1 to 1000',
        ],
      },
    ]);
  });
});
