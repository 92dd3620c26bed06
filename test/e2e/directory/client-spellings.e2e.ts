import { startApp, type TestApp } from '../../support/app.js';
import { anOrganisation, anOrganisationBody } from '../../support/builders/organisation.js';
import { expectErrors, sentencesOf } from '../../support/framing.js';
import { admin, user } from '../../support/identities.js';
import { sendRequest } from '../../support/raw-http.js';
import type { Answer } from '../../support/answer.js';

let service: TestApp;
beforeAll(async () => {
  service = await startApp();
  await anOrganisation(service.database, { organisation_id: 'active', status: 'Active', city: 'Leeds' });
  await anOrganisation(service.database, { organisation_id: 'pending', status: 'Pending', city: 'York' });
});
afterAll(() => service.close());

const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  service.as(admin).get(path, { headers });
const idsOf = ({ body }: Answer): string[] =>
  (body as { content: { OrganisationId: string }[] }).content.map(({ OrganisationId }) => OrganisationId);

describe('hideInactive', () => {
  it.each(['True', 'TRUE', 'true', 'tRuE'])('lists Active organisations only for %s', async (value) => {
    expect(idsOf(await get(`/organisations?hideInactive=${value}`))).toEqual(['active']);
  });

  it.each(['False', 'FALSE', 'false'])('lists all organisations for %s', async (value) => {
    expect(idsOf(await get(`/organisations?hideInactive=${value}`))).toEqual(['active', 'pending']);
  });

  it.each(['1', '0', 'yes', 'truee', 'true%20'])('is rejected for %s', async (value) => {
    const answer = await get(`/organisations?hideInactive=${value}`);
    expectErrors(answer, 400);
    expect(sentencesOf(answer)).toEqual(['hideInactive must be true or false, in any case']);
  });
});

describe('an empty query parameter', () => {
  it.each([
    '/organisations?page=&size=&sort=&displayMine=&filterBy=&hideInactive=',
    '/organisations?page&size&sort&displayMine&filterBy&hideInactive',
    '/organisations/active/history?page=&size=',
    '/references/flags?page=&size=&sort=&name=&type=&status=',
  ])('counts as absent in %s', async (target) => {
    const answer = await get(target);
    const plain = await get(target.split('?')[0] ?? '');
    expect([answer.status, answer.text]).toEqual([200, plain.text]);
  });

  it.each([
    ['sort=&sort=City,desc', ['pending', 'active']],
    ['size=&size=1', ['active']],
    ['page=1&page=&size=1', ['pending']],
  ])('leaves the values beside it as they are: %s', async (query, ids) => {
    expect(idsOf(await get(`/organisations?${query}`))).toEqual(ids);
  });

  it.each([
    ['an unknown one', 'fliterBy=', /^fliterBy is not a known parameter; known are /],
    ['a value of blanks', 'size=%20', /^size must be a whole number/],
  ])('does not cover %s', async (_, query, sentence) => {
    const answer = await get(`/organisations?${query}`);
    expectErrors(answer, 400);
    expect(sentencesOf(answer)).toEqual([expect.stringMatching(sentence)]);
  });
});

describe('Accept', () => {
  it.each([
    ['curl, requests and Go', '*/*'],
    ['axios', 'application/json, text/plain, */*'],
    ['Spring', 'application/json, application/*+json'],
    ['HttpURLConnection', 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2'],
    ['.NET with a charset', 'application/json; charset=utf-8'],
    ['a client that writes utf8', 'application/json;charset=utf8'],
    ['a client that writes UTF8 in quotes', 'application/json; charset="UTF8"'],
    ['a client with a version', 'application/json;v=1'],
    ['an OData client', 'application/json;odata.metadata=minimal;odata.streaming=true'],
    ['a client with a quoted profile', 'application/json;profile="https://example.com/a,b;c"'],
  ])('of %s is served JSON', async (_, accept) => {
    const answer = await get('/organisations?size=1', { accept });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'application/json; charset=utf-8',
    ]);
  });

  it.each(['application/json;charset=latin1', 'application/json;v=1;charset=utf-16', 'text/html;v=1'])(
    'is rejected as %s',
    async (accept) => {
      expectErrors(await get('/organisations?size=1', { accept }), 406);
    },
  );
});

describe('Content-Type of a body', () => {
  const put = (contentType: string): Promise<Answer> =>
    service
      .as(admin)
      .put('/organisations/active', anOrganisationBody(), { headers: { 'content-type': contentType } });

  it.each([
    'application/json; charset=utf8',
    'application/json;charset=UTF8',
    'application/json; charset="utf8"',
    'application/json;v=1',
    'application/json; odata.metadata=minimal; charset=utf-8',
    'application/json;profile="a;charset=latin1"',
  ])('may be %s', async (contentType) => {
    expect((await put(contentType)).status).toBe(200);
  });

  it.each(['application/json;v=1;charset=latin1', 'application/json;charset=utf8, text/plain'])(
    'may not be %s',
    async (contentType) => {
      expectErrors(await put(contentType), 415);
    },
  );
});

describe('x-fapi-auth-date', () => {
  it.each([
    ['Go, time.RFC1123 in UTC', 'Wed, 04 Mar 2020 22:53:40 UTC'],
    ['.NET, ToString("r")', 'Wed, 04 Mar 2020 22:53:40 GMT'],
    ['JavaScript, toUTCString()', new Date(Date.UTC(2020, 2, 4, 22, 53, 40)).toUTCString()],
  ])('is accepted as written by %s', async (_, value) => {
    expect((await get('/organisations?size=1', { 'x-fapi-auth-date': value })).status).toBe(200);
  });

  it('is rejected as written by java.time, with the date to send', async () => {
    const answer = await get('/organisations?size=1', { 'x-fapi-auth-date': 'Wed, 4 Mar 2020 22:53:40 GMT' });
    expectErrors(answer, 400);
    expect(sentencesOf(answer)).toEqual([
      'x-fapi-auth-date has a day of one digit; write two: Wed, 04 Mar 2020 22:53:40 GMT',
    ]);
  });
});

describe('a + in a query', () => {
  it('is explained for an email address', async () => {
    const answer = await service.as(admin).get('/organisations?displayMine=ann+tag@bank.example');
    expectErrors(answer, 400);
    expect(sentencesOf(answer)).toEqual([
      'displayMine has a blank where an email address may have +; in a query + means a blank, so send it as %2B',
    ]);
  });

  it('is part of the address as %2B', async () => {
    const ann = service.as(user('ann+tag@bank.example'));
    expect((await ann.get('/organisations?displayMine=ann%2Btag@bank.example')).status).toBe(200);
  });

  it('stays a blank in filterBy', async () => {
    expect(idsOf(await get('/organisations?filterBy=sample+bank'))).toEqual(['active', 'pending']);
  });
});

it.each([
  ['axios, which writes brackets', 'sort[]=City&sort[]=Size', '; write sort without brackets'],
  ['PHP, which numbers them', 'sort[0]=City', '; write sort without brackets'],
  ['a client with another case', 'hideinactive=true', '; write hideInactive'],
  ['a client with underscores', 'filter_by=x', '; write filterBy'],
])('an unknown parameter of %s gets its right spelling', async (_, query, advice) => {
  const headers = [['Authorization', `Bearer ${await service.issuer.token(admin)}`]] as const;
  const answer = await sendRequest(service.origin, { target: `/organisations?${query}`, headers });
  expectErrors(answer, 400);
  expect(sentencesOf(answer)).toEqual([
    `${query.split('=')[0] ?? ''} is not a known parameter; known are sort, page, size, displayMine, filterBy, hideInactive, status, country, flag, parent, createdIn${advice}`,
  ]);
});
