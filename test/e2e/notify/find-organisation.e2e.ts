import { Database } from '../../../src/database/database.js';
import { startApp, type TestApp } from '../../support/app.js';
import {
  aLinkedService,
  anOrganisation,
  readOrganisation,
} from '../../support/builders/notify-organisation.js';

const nowhere = '11111111-2222-4333-8444-555555555555';
const noSuchPage = {
  message:
    'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
  result: 'error',
};
const missing = ['Missing data for required field.'];

describe('GET /organisation/{id}', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  it('answers the organisation with its domains in stored order and its live services', async () => {
    const { id } = await anOrganisation(service, { domains: ['b.gov.uk', 'a.gov.uk', 'c.gov.uk'] });
    await aLinkedService(service.database, id);
    await aLinkedService(service.database, id, { count_as_live: false });
    await aLinkedService(service.database, id, { restricted: true });
    await aLinkedService(service.database, id, { active: false });
    const answer = await service.notify.get(`/organisation/${id}`);
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { id, domains: ['b.gov.uk', 'a.gov.uk', 'c.gov.uk'], count_of_live_services: 2 },
    ]);
    expect(Object.keys(answer.body as object)).toHaveLength(25);
  });

  it('accepts an id in any case', async () => {
    const { id } = await anOrganisation(service);
    expect((await service.notify.get(`/organisation/${id.toUpperCase()}`)).body).toMatchObject({ id });
  });

  it('answers an archived organisation', async () => {
    const { id } = await anOrganisation(service);
    await service.notify.post(`/organisation/${id}/archive`, undefined);
    expect((await service.notify.get(`/organisation/${id}`)).body).toMatchObject({ id, active: false });
  });

  it('answers 404 for an unknown organisation', async () => {
    const answer = await service.notify.get(`/organisation/${nowhere}`);
    expect([answer.status, answer.body]).toEqual([404, { message: 'No result found', result: 'error' }]);
  });

  it.each(['1', 'not-a-uuid', `${nowhere}0`])('answers 404 without a route for the id %j', async (id) => {
    const answer = await service.notify.get(`/organisation/${id}`);
    expect([answer.status, answer.body]).toEqual([404, noSuchPage]);
  });
});

describe('GET /organisation/by-domain', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  const find = (domain: string) =>
    service.notify.get(`/organisation/by-domain?domain=${encodeURIComponent(domain)}`);

  it('answers the complete owner of the host or of its longest parent domain', async () => {
    const parent = await anOrganisation(service, { domains: ['first.gov.uk', 'education.gov.uk'] });
    const child = await anOrganisation(service, { domains: ['schools.education.gov.uk'] });
    const found = await Promise.all(
      [
        'education.gov.uk',
        'team.education.gov.uk',
        'Team.Education.GOV.UK',
        'schools.education.gov.uk',
        'a.b.schools.education.gov.uk',
      ].map(find),
    );
    const [first, second] = [
      await readOrganisation(service, parent.id),
      await readOrganisation(service, child.id),
    ];
    expect(found.map(({ status, body }) => [status, body])).toEqual(
      [first, first, first, second, second].map((body) => [200, body]),
    );
  });

  it.each(['xparent.gov.uk', 'gov.uk', 'uk', 'parent.gov.uk.', 'parent.gov', 'nothing', ' ', '.'])(
    'answers 404 for %j if only parent.gov.uk has an owner',
    async (domain) => {
      await service.database.query('DELETE FROM notify.organisation_domain');
      await anOrganisation(service, { domains: ['parent.gov.uk'] });
      const answer = await find(domain);
      expect([answer.status, answer.body]).toEqual([404, noSuchPage]);
    },
  );

  it('treats .gsi.gov.uk as .gov.uk', async () => {
    const { id } = await anOrganisation(service, { domains: ['cabinet-office.gov.uk'] });
    expect((await find('team.cabinet-office.gsi.gov.uk')).body).toMatchObject({ id });
    expect((await find('Cabinet-Office.GSI.gov.uk')).body).toMatchObject({ id });
  });

  it('finds an inactive organisation', async () => {
    const { id } = await anOrganisation(service, { active: false, domains: ['asleep.gov.uk'] });
    expect((await find('asleep.gov.uk')).body).toMatchObject({ id, active: false });
  });

  it.each([
    ['', missing],
    ['?domain=', missing],
    ['?domain=someone@parent.gov.uk', ['Must be the part of an address after its @.']],
    ['?domain=%40', ['Must be the part of an address after its @.']],
    ['?domain=a%00.gov.uk', ['Not a valid string.']],
  ])('rejects %j and names domain', async (query, domain) => {
    const answer = await service.notify.get(`/organisation/by-domain${query}`);
    expect([answer.status, answer.body]).toEqual([400, { message: { domain }, result: 'error' }]);
  });

  it('reads all candidates with one query that uses the index of domains', async () => {
    await service.database.query(
      `WITH made AS (
         INSERT INTO notify.organisation (id, name) SELECT gen_random_uuid(), 'Many ' || number
         FROM generate_series(1, 2000) AS number RETURNING id, name
       )
       INSERT INTO notify.organisation_domain (domain, organisation_id, position)
       SELECT 'host-' || kind || '.' || replace(lower(name), ' ', '-') || '.gov.uk', id, kind
       FROM made, generate_series(1, 10) AS kind`,
    );
    await service.database.query('ANALYZE notify.organisation, notify.organisation_domain');
    const database = service.app.get(Database);
    const ways = [jest.spyOn(database, 'query'), jest.spyOn(database, 'prepared')];
    const answer = await find('a.b.c.host-7.many-1234.gov.uk');
    const calls = ways.flatMap((way) => way.mock.calls);
    expect([answer.status, answer.body, calls.length]).toMatchObject([200, { name: 'Many 1234' }, 1]);
    const [sql = '', values = []] = calls[0] ?? [];
    for (const way of ways) way.mockRestore();
    const plan = await service.database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, [...values]);
    const lines = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(lines).toMatch(/(Index|Bitmap).* on organisation_domain_pkey|using organisation_domain_pkey/i);
    expect(lines).not.toMatch(/Seq Scan on (organisation|organisation_domain)\b/);
  });

  it('finds the owner for a host longer than any domain can be', async () => {
    const { id } = await anOrganisation(service, { domains: ['long.gov.uk'] });
    expect((await find(`${'a.'.repeat(5_000)}long.gov.uk`)).body).toMatchObject({ id });
  });
});

describe('GET /organisation/search', () => {
  let service: TestApp;
  const names = [
    '100% Records',
    'a\\b',
    'Ångström Institute',
    'Department for Education',
    'department for Transport',
    'Either/Or',
    'snake_case',
    'snakeXcase',
  ];
  beforeAll(async () => {
    service = await startApp();
    for (const name of names) await anOrganisation(service, { name });
  });
  afterAll(() => service.close());

  const search = async (name: string): Promise<string[]> => {
    const answer = await service.notify.get(`/organisation/search?name=${encodeURIComponent(name)}`);
    expect(answer.status).toBe(200);
    return (answer.body as { data: { name: string }[] }).data.map((each) => each.name);
  };

  it('answers summaries under data', async () => {
    const { id } = await anOrganisation(service, { name: 'Unmistakable', domains: ['un.gov.uk'] });
    await aLinkedService(service.database, id);
    const answer = await service.notify.get('/organisation/search?name=mistak');
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        data: [
          {
            active: true,
            count_of_live_services: 1,
            domains: ['un.gov.uk'],
            id,
            name: 'Unmistakable',
            organisation_type: 'local',
          },
        ],
      },
    ]);
  });

  it('finds any part of a name in any case, sorted by name', async () => {
    expect(await search('DEPARTMENT')).toEqual(['Department for Education', 'department for Transport']);
    expect(await search('n for ')).toEqual([]);
    expect(await search('t for ')).toEqual(['Department for Education', 'department for Transport']);
    expect(await search('ÅNGSTRÖM')).toEqual(['Ångström Institute']);
  });

  it.each([
    ['%', ['100% Records']],
    ['_', ['snake_case']],
    ['\\', ['a\\b']],
    ['/', ['Either/Or']],
    ['0% R', ['100% Records']],
    ['%%', []],
    ["' OR 1=1", []],
  ])('matches %j literally', async (text, found) => {
    expect(await search(text)).toEqual(found);
  });

  it('includes inactive organisations', async () => {
    await anOrganisation(service, { name: 'Group B', active: false });
    await anOrganisation(service, { name: 'Group A' });
    await anOrganisation(service, { name: 'Group C' });
    expect(await search('group')).toEqual(['Group A', 'Group B', 'Group C']);
  });

  it('answers an empty list if no name matches', async () => {
    const answer = await service.notify.get('/organisation/search?name=nobody');
    expect([answer.status, answer.body]).toEqual([200, { data: [] }]);
  });

  it.each([
    ['', missing],
    ['?name=', missing],
    ['?name=a%00b', ['Not a valid string.']],
  ])('rejects %j and names name', async (query, name) => {
    const answer = await service.notify.get(`/organisation/search${query}`);
    expect([answer.status, answer.body]).toEqual([400, { message: { name }, result: 'error' }]);
  });
});
