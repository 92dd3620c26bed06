import { startApp, type TestApp } from '../../support/app.js';
import {
  aFlag,
  anAdminUser,
  anOrganisation,
  anOrganisationBody,
} from '../../support/builders/organisation.js';
import type { Identity, RequestOptions } from '../../support/client.js';
import { expectErrors, sentencesOf } from '../../support/framing.js';
import { admin, software, user } from '../../support/identities.js';
import { sendText } from '../../support/raw-http.js';

const ann = user('ann@bank.example');
const bob = user('bob@tpp.example');
const good = anOrganisationBody();
const tooLarge = `{}${' '.repeat(1_048_576)}`;

/** Errors, each as the part that it adds to a request. */
const badToken = { authorization: 'Bearer x.y.z' };
const badFapiHeader = { 'x-fapi-auth-date': 'now' };
const badAccept = { accept: 'text/html' };
const badContentType = { 'content-type': 'text/plain' };
const badIfMatch = { 'if-match': '"other"' };

interface Wrong extends RequestOptions {
  readonly by?: Identity | null;
  readonly method?: string;
  readonly path?: string;
}

/** Each request has two errors; the earlier check answers. */
const pairs: readonly (readonly [name: string, status: number, request: Wrong])[] = [
  ['an unknown path before a bad token', 404, { path: '/nowhere', by: null, headers: badToken }],
  ['an unknown path before a missing token', 404, { path: '/nowhere', by: null }],
  ['an unknown path before a bad header', 404, { path: '/nowhere', headers: badFapiHeader }],
  ['an unknown path before a bad Accept', 404, { path: '/nowhere', headers: badAccept }],
  ['an unknown path before a token in the query', 404, { path: '/nowhere?access_token=x' }],
  ['an unknown path before a bad body', 404, { path: '/nowhere', method: 'POST', body: '{' }],
  ['an unknown method before a bad token', 405, { method: 'DELETE', by: null, headers: badToken }],
  ['an unknown method before a missing token', 405, { method: 'DELETE', by: null }],
  ['an unknown method before a bad header', 405, { method: 'DELETE', headers: badFapiHeader }],
  [
    'an unknown method before a bad Content-Type',
    405,
    { method: 'PATCH', headers: badContentType, body: 'x' },
  ],
  ['an unknown method before a body too large', 405, { method: 'PATCH', body: tooLarge }],
  [
    'an unknown method before an unknown organisation',
    405,
    { method: 'DELETE', path: '/organisations/none' },
  ],

  [
    'a token in the query before a bad token',
    400,
    { path: '/organisations?access_token=x', by: null, headers: badToken },
  ],
  [
    'a token in the query before a missing scope',
    400,
    { path: '/organisations?access_token=x', by: { scope: 'openid' } },
  ],

  ['a bad token before a bad header', 401, { by: null, headers: { ...badToken, ...badFapiHeader } }],
  ['a missing token before a bad header', 401, { by: null, headers: badFapiHeader }],
  ['a bad token before a bad Accept', 401, { by: null, headers: { ...badToken, ...badAccept } }],
  [
    'a bad token before a bad Content-Type',
    401,
    { method: 'POST', by: null, headers: { ...badToken, ...badContentType }, body: 'x' },
  ],
  [
    'a bad token before an unreadable Content-Type',
    401,
    { method: 'POST', by: null, headers: { ...badToken, 'content-type': ';' }, body: 'x' },
  ],
  [
    'a bad token before a body too large',
    401,
    { method: 'POST', by: null, headers: badToken, body: tooLarge },
  ],
  ['a bad token before a bad body', 401, { method: 'POST', by: null, headers: badToken, body: '{' }],
  ['a bad token before a bad query', 401, { path: '/organisations?size=0', by: null, headers: badToken }],
  [
    'a bad token before a query that can not be decoded',
    401,
    { path: '/organisations?filterBy=%ff', by: null, headers: badToken },
  ],
  ['a bad token before a bad path', 401, { path: '/organisations/%3C', by: null, headers: badToken }],
  [
    'a bad token before an unknown organisation',
    401,
    { path: '/organisations/none', by: null, headers: badToken },
  ],

  [
    'a bad token before a Content-Encoding',
    401,
    { method: 'POST', by: null, headers: { ...badToken, 'content-encoding': 'gzip' }, body: 'x' },
  ],
  [
    'a bad token before an unknown Content-Encoding',
    401,
    { method: 'POST', by: null, headers: { ...badToken, 'content-encoding': 'x' }, body: 'x' },
  ],
  [
    'an unknown path before a Content-Encoding',
    404,
    { method: 'POST', path: '/nowhere', headers: { 'content-encoding': 'x' }, body: 'x' },
  ],

  ['a missing scope before a bad header', 403, { by: { scope: 'openid' }, headers: badFapiHeader }],
  ['a missing scope before a bad Accept', 403, { by: { scope: 'openid' }, headers: badAccept }],
  [
    'a missing scope before a bad Content-Type',
    403,
    { method: 'POST', by: software, headers: badContentType, body: 'x' },
  ],
  ['a missing scope before a body too large', 403, { method: 'POST', by: software, body: tooLarge }],
  [
    'a missing scope before a bad body',
    403,
    { method: 'PUT', path: '/organisations/own', by: software, body: '{}' },
  ],
  ['a missing scope before a bad query', 403, { path: '/organisations?size=0', by: { scope: 'openid' } }],
  [
    'a missing scope before an unknown organisation',
    403,
    { method: 'PUT', path: '/organisations/none', by: software, body: good },
  ],
  [
    'a missing scope before a conflict',
    403,
    { method: 'POST', by: software, body: anOrganisationBody({ OrganisationId: 'own' }) },
  ],

  ['a bad header before a bad Accept', 400, { headers: { ...badFapiHeader, ...badAccept } }],
  [
    'a bad header before a bad Content-Type',
    400,
    { method: 'POST', headers: { ...badFapiHeader, ...badContentType }, body: 'x' },
  ],
  ['a bad header before a body too large', 400, { method: 'POST', headers: badFapiHeader, body: tooLarge }],
  [
    'a bad header before an unknown organisation',
    400,
    { path: '/organisations/none', headers: badFapiHeader },
  ],

  [
    'a bad Accept before a bad Content-Type',
    406,
    { method: 'POST', headers: { ...badAccept, ...badContentType }, body: 'x' },
  ],
  [
    'a bad Accept before a Content-Encoding',
    406,
    { method: 'POST', headers: { ...badAccept, 'content-encoding': 'gzip' }, body: 'x' },
  ],
  ['a bad Accept before a body too large', 406, { method: 'POST', headers: badAccept, body: tooLarge }],
  ['a bad Accept before a bad query', 406, { path: '/organisations?size=0', headers: badAccept }],
  ['a bad Accept before an unknown organisation', 406, { path: '/organisations/none', headers: badAccept }],

  [
    'a bad Content-Type before a body too large',
    415,
    { method: 'POST', headers: badContentType, body: tooLarge },
  ],
  [
    'a Content-Encoding before a body too large',
    415,
    { method: 'POST', headers: { 'content-encoding': 'gzip' }, body: tooLarge },
  ],
  ['a bad Content-Type before a bad body', 415, { method: 'POST', headers: badContentType, body: '{' }],
  [
    'a bad Content-Type before a bad query',
    415,
    { method: 'POST', path: '/organisations?x=1', headers: badContentType, body: '{}' },
  ],
  [
    'a bad Content-Type before an unknown organisation',
    415,
    { method: 'PUT', path: '/organisations/none', headers: badContentType, body: 'x' },
  ],

  [
    'a body too large before a bad query',
    413,
    { method: 'POST', path: '/organisations?x=1', body: tooLarge },
  ],
  ['a body too large before a bad path', 413, { method: 'PUT', path: '/organisations/%3C', body: tooLarge }],
  [
    'a body too large before an unknown organisation',
    413,
    { method: 'PUT', path: '/organisations/none', body: tooLarge },
  ],
  ['a body too large before a bad body', 413, { method: 'POST', body: tooLarge.replace('}', '') }],

  [
    'a bad body before an unknown organisation',
    400,
    { method: 'PUT', path: '/organisations/none', body: '{}' },
  ],
  [
    'a body that is no JSON before an unknown organisation',
    400,
    { method: 'PUT', path: '/organisations/none', body: '{' },
  ],
  ['a bad query before an unknown organisation', 400, { path: '/organisations/none?x=1' }],
  [
    'a bad body before one that may not be seen',
    400,
    { method: 'PUT', path: '/organisations/own', by: bob, body: '{}' },
  ],
  [
    'an unknown flag before an unknown organisation',
    400,
    { method: 'PUT', path: '/organisations/none', body: anOrganisationBody({ Flags: ['none'] }) },
  ],
  ['a bad body before a conflict', 400, { method: 'POST', body: { OrganisationId: 'own' } }],
  [
    'a bad body before a bad If-Match',
    400,
    { method: 'PUT', path: '/organisations/own', headers: badIfMatch, body: '{}' },
  ],

  [
    'an unknown organisation before a missing If-Match',
    404,
    { method: 'PUT', path: '/organisations/none', body: good },
  ],
  [
    'an unknown organisation before a bad If-Match',
    404,
    { method: 'PUT', path: '/organisations/none', headers: badIfMatch, body: good },
  ],
  [
    'an unknown organisation before If-Match: *',
    404,
    { method: 'PUT', path: '/organisations/none', headers: { 'if-match': '*' }, body: good },
  ],
  [
    'an unknown organisation before rights',
    404,
    { method: 'PUT', path: '/organisations/none', by: ann, body: good },
  ],
  [
    'one that may not be seen before a bad If-Match',
    404,
    { method: 'PUT', path: '/organisations/own', by: bob, headers: badIfMatch, body: good },
  ],
  [
    'one that may not be seen before a bad Status',
    404,
    { method: 'PUT', path: '/organisations/pending', by: bob, body: good },
  ],

  [
    'the right to amend before a missing If-Match',
    403,
    { method: 'PUT', path: '/organisations/pending', by: ann, body: good },
  ],
  [
    'the right to amend before a bad If-Match',
    403,
    { method: 'PUT', path: '/organisations/pending', by: ann, headers: badIfMatch, body: good },
  ],
  [
    'the right to amend what may only be read before a bad If-Match',
    403,
    {
      method: 'PUT',
      path: '/organisations/own',
      by: user('bob@tpp.example', { scope: 'directory:software directory:website' }),
      headers: badIfMatch,
      body: good,
    },
  ],
  [
    'the right to create before a conflict',
    403,
    { method: 'POST', by: ann, body: anOrganisationBody({ OrganisationId: 'own' }) },
  ],
];

describe('the order of checks', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp({ REQUIRE_IF_MATCH: 'true' });
    await anOrganisation(service.database, { organisation_id: 'own' });
    await anOrganisation(service.database, { organisation_id: 'pending', status: 'Pending' });
    await anAdminUser(service.database, 'own', 'ann@bank.example');
    await anAdminUser(service.database, 'pending', 'ann@bank.example');
    await aFlag(service.database);
  });
  afterAll(() => service.close());

  it.each(pairs)('puts %s: %i', async (_, status, request) => {
    const { by = admin, method = 'GET', path = '/organisations', ...options } = request;
    expectErrors(await service.as(by).send(method, path, options), status);
  });

  it('reports errors of path, query and body together, and errors of headers separately', async () => {
    const request = { body: { ...good, City: '<' } };
    const input = await service.as(admin).send('PUT', '/organisations/%3C?sise=1', request);
    expectErrors(input, 400);
    expect(sentencesOf(input)).toEqual([
      expect.stringMatching(/^OrganisationId /),
      expect.stringMatching(/^sise /),
      expect.stringMatching(/^City /),
      expect.stringMatching(/^City /),
    ]);
    const headers = await service
      .as(admin)
      .send('PUT', '/organisations/%3C?sise=1', { ...request, headers: badFapiHeader });
    expect(sentencesOf(headers)).toEqual([expect.stringMatching(/^x-fapi-auth-date /)]);
  });

  it.each(['identity', 'gzip', 'deflate', 'unknown'])(
    'keeps the connection usable after a large body (%s) that is rejected unread',
    async (encoding) => {
      const lines = [
        'POST /organisations HTTP/1.1',
        'Host: x',
        'Content-Type: application/json',
        `Content-Encoding: ${encoding}`,
        `Content-Length: ${tooLarge.length}`,
      ];
      const next = 'GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
      expectErrors(await sendText(service.origin, `${lines.join('\r\n')}\r\n\r\n${tooLarge}`, next), 404);
    },
  );
});

describe('the rate limit', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp({ RATE_LIMIT_PER_MINUTE: '2' });
  });
  afterAll(() => service.close());

  const spend = async (caller: Identity | null): Promise<void> => {
    await service.as(caller).get('/organisations');
    await service.as(caller).get('/organisations');
  };

  it('is checked after the route and before the token', async () => {
    await spend(null);
    expectErrors(await service.as(null).get('/organisations'), 429);
    expectErrors(await service.as(null).get('/organisations?access_token=x'), 429);
    expectErrors(await service.as(null).get('/organisations', { headers: badToken }), 429);
    expectErrors(await service.as(null).get('/nowhere'), 404);
    expectErrors(await service.as(null).send('DELETE', '/organisations'), 405);
  });

  it('is checked before the scope, the headers and the input', async () => {
    const caller = { client_id: 'without-scope', scope: 'openid' };
    await spend(caller);
    expectErrors(
      await service.as(caller).get('/organisations?size=0', { headers: { ...badFapiHeader, ...badAccept } }),
      429,
    );
  });

  it('counts each client separately at the same address', async () => {
    await spend({ ...software, client_id: 'one' });
    expectErrors(await service.as({ ...software, client_id: 'one' }).get('/organisations'), 429);
    expect((await service.as({ ...software, client_id: 'two' }).get('/organisations')).status).toBe(200);
  });

  it('counts all tokens of a client together', async () => {
    await spend({ ...software, client_id: 'three', jti: 'a' });
    expectErrors(await service.as({ ...software, client_id: 'three', jti: 'b' }).get('/organisations'), 429);
  });

  it('counts all routes of a client together', async () => {
    const caller = service.as({ ...software, client_id: 'four' });
    await caller.get('/organisations');
    await caller.get('/references/flags');
    expectErrors(await caller.get('/organisations'), 429);
    expectErrors(await caller.get('/references/flags'), 429);
  });

  it('does not apply to /health and /metrics', async () => {
    for (const path of [
      '/health/live',
      '/health/live',
      '/health/live',
      '/health/ready',
      '/metrics',
      '/metrics',
      '/metrics',
    ]) {
      expect((await service.as(null).get(path)).status).toBe(200);
    }
  });
});
