import pg from 'pg';
import { startApp, type TestApp } from '../../support/app.js';
import { aFlag, anOrganisation, anOrganisationBody } from '../../support/builders/organisation.js';
import type { Answer } from '../../support/answer.js';
import { expectErrors, expectFramed, expectFreshInteractionId } from '../../support/framing.js';
import { admin, software, user } from '../../support/identities.js';
import { type RawRequest, sendRequest, sendText } from '../../support/raw-http.js';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.js';

type Header = readonly [name: string, value: string];

const json: Header = ['Content-Type', 'application/json'];
const maxBodyBytes = 1_048_576;

/** Returns JSON of exactly this many bytes, padded with white space. */
const jsonOfBytes = (bytes: number): string => `{}${' '.repeat(bytes - 2)}`;

const chunked = (body: string): string => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

/**
 * Sends a request with a valid id, without an id and with an invalid id. The response must return the valid id unchanged
 * and otherwise contain a new UUID. Each response must be framed. Returns the first response.
 */
async function expectInteractionId(origin: string, request: RawRequest): Promise<Answer> {
  const withId = (...ids: readonly string[]): Promise<Answer> => {
    const idHeaders = ids.map((id): Header => ['x-fapi-interaction-id', id]);
    return sendRequest(origin, { ...request, headers: [...(request.headers ?? []), ...idHeaders] });
  };
  const answer = await withId('AbC-def-1');
  expectFramed(answer);
  expect(answer.headers.get('x-fapi-interaction-id')).toBe('AbC-def-1');
  for (const other of [await withId(), await withId('<b>none</b>'), await withId('one', 'two')]) {
    expectFramed(other);
    expectFreshInteractionId(other);
  }
  return answer;
}

describe('x-fapi-interaction-id', () => {
  let service: TestApp;
  let reader: Header;
  let writer: Header;
  beforeAll(async () => {
    service = await startApp({ REQUIRE_IF_MATCH: 'true', CORS_ORIGINS: 'https://www.example.com' });
    await anOrganisation(service.database);
    await aFlag(service.database);
    reader = ['Authorization', `Bearer ${await service.issuer.token(software)}`];
    writer = ['Authorization', `Bearer ${await service.issuer.token(admin)}`];
  });
  afterAll(() => service.close());

  const organisation = '/organisations/org-1';
  const body = JSON.stringify(anOrganisationBody());

  describe('is in every successful response', () => {
    it('200 with a body', async () => {
      const answer = await expectInteractionId(service.origin, { target: organisation, headers: [reader] });
      expect(answer.status).toBe(200);
    });

    it('200 for HEAD, without a body', async () => {
      const request = { method: 'HEAD', target: organisation, headers: [reader] };
      const answer = await expectInteractionId(service.origin, request);
      expect({ status: answer.status, text: answer.text }).toEqual({ status: 200, text: '' });
    });

    it('200 for a change', async () => {
      const request: RawRequest = {
        method: 'PUT',
        target: organisation,
        headers: [writer, json, ['If-Match', '*']],
        body,
      };
      expect((await expectInteractionId(service.origin, request)).status).toBe(200);
    });

    it('201', async () => {
      const request = { method: 'POST', headers: [writer, json], body };
      expect((await expectInteractionId(service.origin, request)).status).toBe(201);
    });

    it('304, without a body', async () => {
      const request: RawRequest = { target: organisation, headers: [reader, ['If-None-Match', '*']] };
      const answer = await expectInteractionId(service.origin, request);
      expect({ status: answer.status, text: answer.text }).toEqual({ status: 304, text: '' });
    });

    it('204 for a preflight request', async () => {
      const request = {
        method: 'OPTIONS',
        target: organisation,
        headers: [
          ['Origin', 'https://www.example.com'],
          ['Access-Control-Request-Method', 'PUT'],
        ],
      } as const;
      const answer = await expectInteractionId(service.origin, request);
      expect({ status: answer.status, text: answer.text }).toEqual({ status: 204, text: '' });
      expect(answer.headers.get('access-control-allow-origin')).toBe('https://www.example.com');
      expect(answer.headers.get('access-control-allow-methods')).toBe('GET, HEAD, POST, PUT, PATCH, DELETE');
    });

    it.each(['/health/live', '/health/ready'])('200 from %s', async (target) => {
      expect((await expectInteractionId(service.origin, { target })).status).toBe(200);
    });

    it.each(['/metrics', '/docs'])('200 from %s, which is not JSON', async (target) => {
      const headers = [['x-fapi-interaction-id', 'AbC']] as const;
      const answer = await sendRequest(service.origin, { target, headers });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('x-fapi-interaction-id')).toBe('AbC');
      expectFreshInteractionId(await sendRequest(service.origin, { target }));
    });

    it('200 from the OpenAPI document', async () => {
      const answer = await expectInteractionId(service.origin, { target: '/openapi/directory.json' });
      expect(answer.status).toBe(200);
    });
  });

  describe('is in every error response', () => {
    const cases: readonly (readonly [name: string, status: number, request: () => RawRequest])[] = [
      ['a query that is wrong', 400, () => ({ target: '/organisations?size=0', headers: [reader] })],
      ['a query parameter nobody knows', 400, () => ({ target: '/organisations?sise=5', headers: [reader] })],
      [
        'a query that can not be decoded',
        400,
        () => ({ target: '/organisations?filterBy=%ff', headers: [reader] }),
      ],
      [
        'a query cut off in an escape',
        400,
        () => ({ target: '/organisations?filterBy=%', headers: [reader] }),
      ],
      ['a path that can not be decoded', 400, () => ({ target: '/organisations/%ff', headers: [reader] })],
      ['a path cut off in an escape', 400, () => ({ target: '/organisations/%2', headers: [reader] })],
      ['a path that is wrong', 400, () => ({ target: '/organisations/%3Cb%3E', headers: [reader] })],
      ['a FAPI header that is wrong', 400, () => ({ headers: [reader, ['x-fapi-auth-date', 'now']] })],
      ['a token in the query', 400, () => ({ target: '/organisations?access_token=x', headers: [reader] })],
      ['a body that is wrong', 400, () => ({ method: 'POST', headers: [writer, json], body: '{}' })],
      ['a body that is no JSON', 400, () => ({ method: 'POST', headers: [writer, json], body: '{' })],
      ['a body that is no object', 400, () => ({ method: 'POST', headers: [writer, json], body: '[]' })],
      ['a body that is empty', 400, () => ({ method: 'POST', headers: [writer, json], body: '' })],
      [
        'a body of exactly 1 MiB, which is read',
        400,
        () => ({ method: 'POST', headers: [writer, json], body: jsonOfBytes(maxBodyBytes) }),
      ],
      [
        'a body of exactly 1 MiB in chunks, which is read',
        400,
        () => ({
          method: 'POST',
          headers: [writer, json, ['Transfer-Encoding', 'chunked']],
          body: chunked(jsonOfBytes(maxBodyBytes)),
        }),
      ],
      ['no token', 401, () => ({})],
      ['no token for a change', 401, () => ({ method: 'PUT', target: organisation, headers: [json], body })],
      ['a bad token', 401, () => ({ headers: [['Authorization', 'Bearer x.y.z']] })],
      ['a scope that does not reach', 403, () => ({ method: 'POST', headers: [reader, json], body })],
      ['an unknown organisation', 404, () => ({ target: '/organisations/nobody', headers: [reader] })],
      ['an unknown path', 404, () => ({ target: '/nowhere' })],
      ['an unknown path of another case', 404, () => ({ target: '/Organisations' })],
      ['an unknown path below a known one', 404, () => ({ target: '/organisations/org-1/nothing' })],
      ['the root', 404, () => ({ target: '/' })],
      ['an unknown path of the process', 404, () => ({ target: '/health/nothing' })],
      ['an unknown path of the documents', 404, () => ({ target: '/docs/nothing' })],
      [
        'a POST to an unknown path',
        404,
        () => ({ method: 'POST', target: '/nowhere', headers: [json], body }),
      ],
      [
        'a POST of odd type to an unknown path',
        404,
        () => ({ method: 'POST', target: '/x', headers: [['Content-Type', ';']], body }),
      ],
      ['OPTIONS of an unknown path', 404, () => ({ method: 'OPTIONS', target: '/nowhere' })],
      ['PROPFIND of an unknown path', 404, () => ({ method: 'PROPFIND', target: '/nowhere' })],
      ['an Accept without JSON', 406, () => ({ headers: [reader, ['Accept', 'text/html']] })],
      [
        'an organisation that is there already',
        409,
        () => ({
          method: 'POST',
          headers: [writer, json],
          body: JSON.stringify(anOrganisationBody({ OrganisationId: 'org-1' })),
        }),
      ],
      [
        'an If-Match that does not hold',
        412,
        () => ({ method: 'PUT', target: organisation, headers: [writer, json, ['If-Match', '"x"']], body }),
      ],
      [
        'a body over 1 MiB',
        413,
        () => ({ method: 'POST', headers: [writer, json], body: jsonOfBytes(maxBodyBytes + 1) }),
      ],
      [
        'a body over 1 MiB that comes in chunks',
        413,
        () => ({
          method: 'POST',
          headers: [writer, json, ['Transfer-Encoding', 'chunked']],
          body: chunked(jsonOfBytes(maxBodyBytes + 1)),
        }),
      ],
      [
        'a body of another type',
        415,
        () => ({ method: 'POST', headers: [writer, ['Content-Type', 'text/plain']], body }),
      ],
      [
        'a token in a form',
        415,
        () => ({
          method: 'POST',
          headers: [writer, ['Content-Type', 'application/x-www-form-urlencoded']],
          body: 'access_token=x',
        }),
      ],
      [
        'no If-Match where it must be given',
        428,
        () => ({ method: 'PUT', target: organisation, headers: [writer, json], body }),
      ],
    ];

    it.each(cases)('%s: %i', async (_, status, request) => {
      expectErrors(await expectInteractionId(service.origin, request()), status);
    });
  });

  describe('is in every 405 response', () => {
    it.each([
      'PUT',
      'PATCH',
      'DELETE',
      'TRACE',
      'PROPFIND',
      'PURGE',
      'REPORT',
      'M-SEARCH',
      'QUERY',
      'OPTIONS',
    ])('%s /organisations', async (method) => {
      const answer = await expectInteractionId(service.origin, { method });
      expectErrors(answer, 405);
      expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
    });

    it.each(['POST', 'DELETE', 'TRACE', 'LOCK'])('%s /organisations/org-1', async (method) => {
      const answer = await expectInteractionId(service.origin, { method, target: organisation });
      expectErrors(answer, 405);
      expect(answer.headers.get('allow')).toBe('GET, HEAD, PATCH, PUT');
    });

    it.each(['/health/live', '/metrics', '/docs', '/openapi/directory.json'])('POST %s', async (target) => {
      const answer = await expectInteractionId(service.origin, { method: 'POST', target });
      expectErrors(answer, 405);
      expect(answer.headers.get('allow')).toBe('GET, HEAD');
    });
  });

  it.each([
    ['GET', 400],
    ['PUT', 400],
    ['PATCH', 400],
    ['PROPFIND', 404],
  ])('is in the response to %s with an undecodable path: %i', async (method, status) => {
    for (const target of ['/organisations/%', '/nowhere/%ff', '/organisations/a%c0%af']) {
      expectErrors(await expectInteractionId(service.origin, { method, target }), status);
    }
  });

  it('is in the response to an unsupported Expect header', async () => {
    const request: RawRequest = { target: organisation, headers: [reader, ['Expect', 'wonders']] };
    expect((await expectInteractionId(service.origin, request)).status).toBe(200);
  });

  it('is in the response to an absolute-form target, which a proxy may send', async () => {
    const request: RawRequest = { target: `${service.origin}/organisations/org-1`, headers: [reader] };
    expect((await expectInteractionId(service.origin, request)).status).toBe(200);
  });

  describe('is a new one for a malformed HTTP request', () => {
    it.each([
      ['no HTTP at all', 400, 'hello\r\n\r\n'],
      ['an unknown method', 400, 'FETCH /organisations HTTP/1.1\r\nHost: x\r\n\r\n'],
      ['a header without a colon', 400, 'GET /organisations HTTP/1.1\r\nHost: x\r\nbroken\r\n\r\n'],
      [
        'a control character in a header',
        400,
        'GET /organisations HTTP/1.1\r\nHost: x\r\nx-y: a\u0001b\r\n\r\n',
      ],
      [
        'two lengths',
        400,
        'POST /organisations HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      ],
      ['an invalid length', 400, 'POST /organisations HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n'],
      ['no Host', 400, 'GET /organisations HTTP/1.1\r\nConnection: close\r\n\r\n'],
      ['two hosts', 400, 'GET /organisations HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n'],
      ['no Host, and an unknown path', 400, 'GET /nowhere HTTP/1.1\r\nConnection: close\r\n\r\n'],
      [
        'headers over the limit',
        431,
        `GET /organisations HTTP/1.1\r\nHost: x\r\nx-y: ${'a'.repeat(20_000)}\r\n\r\n`,
      ],
      ['a target over the limit', 431, `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
    ])('%s: %i', async (_, status, text) => {
      const answer = await sendText(service.origin, text);
      expectErrors(answer, status);
      expectFreshInteractionId(answer);
    });

    it.each([
      ['no HTTP at all', 400, 'hello\r\n\r\n'],
      ['headers over the limit', 431, `GET / HTTP/1.1\r\nHost: x\r\nx-y: ${'a'.repeat(20_000)}\r\n\r\n`],
    ])('%s, on a connection that was used before: %i', async (_, status, text) => {
      const answer = await sendText(service.origin, 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n', text);
      expectErrors(answer, status);
      expectFreshInteractionId(answer);
    });

    it('a body with invalid chunks: 400', async () => {
      const headers = [writer, json, ['Transfer-Encoding', 'chunked']] as const;
      const answer = await sendRequest(service.origin, { method: 'POST', headers, body: 'no chunk' });
      expectErrors(answer, 400);
      expectFreshInteractionId(answer);
    });
  });

  it('differs for each request', async () => {
    const ids = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const answer = await sendRequest(service.origin, { target: '/nowhere' });
        return answer.headers.get('x-fapi-interaction-id');
      }),
    );
    expect(new Set(ids).size).toBe(20);
  });
});

describe('x-fapi-interaction-id with a rate limit', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp({ RATE_LIMIT_PER_MINUTE: '2' });
  });
  afterAll(() => service.close());

  it('is in the 405 response to OPTIONS when no CORS origin is allowed', async () => {
    const preflight: readonly Header[] = [
      ['Origin', 'https://www.example.com'],
      ['Access-Control-Request-Method', 'PUT'],
    ];
    for (const headers of [preflight, []]) {
      const answer = await expectInteractionId(service.origin, { method: 'OPTIONS', headers });
      expectErrors(answer, 405);
      expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
    }
    expectErrors(await expectInteractionId(service.origin, { method: 'OPTIONS', target: '/nowhere' }), 404);
  });

  it('is in the 429 response, with Retry-After', async () => {
    await service.as(null).get('/organisations');
    await service.as(null).get('/organisations');
    const answer = await expectInteractionId(service.origin, {});
    expectErrors(answer, 429);
    const seconds = answer.headers.get('retry-after') ?? '';
    expect(seconds).toMatch(/^[1-9]\d?$/);
    expect(Number(seconds)).toBeLessThanOrEqual(60);
  });
});

describe('x-fapi-interaction-id when the database fails', () => {
  let service: TestApp;
  let wire: TcpProxy;
  let reader: Header;
  beforeAll(async () => {
    const engine = new URL(process.env.TEST_ENGINE_URL ?? '');
    wire = await startTcpProxy({ hostname: engine.hostname, port: Number(engine.port) });
    service = await startApp({ DATABASE_TIMEOUT_MS: '500', DATABASE_POOL_SIZE: '1' }, wire.port);
    await anOrganisation(service.database);
    reader = ['Authorization', `Bearer ${await service.issuer.token(software)}`];
  });
  afterAll(async () => {
    await service.close();
    await wire.cut();
  });

  const insideKnowledge = /postgres|sql|column|relation|ECONN|127\.0\.0\.1|timeout|pool|select|stack|\bat /i;

  it('is in the 502 response, which reveals no internals, while the database is down', async () => {
    await wire.cut();
    const answer = await expectInteractionId(service.origin, { headers: [reader] });
    await wire.mend();
    expectErrors(answer, 502);
    expect(answer.text).not.toMatch(insideKnowledge);
    expect((await service.as(software).get('/organisations')).status).toBe(200);
  });

  it('is in the 503 response of /health/ready while the database is down', async () => {
    await wire.cut();
    const answer = await expectInteractionId(service.origin, { target: '/health/ready' });
    await wire.mend();
    expect(answer.status).toBe(503);
  });

  it('is in the 504 response, which reveals no internals, when a statement or a connection times out', async () => {
    await whileLocked(service, 'directory.organisation', async () => {
      const answers = await Promise.all([
        // Reads a page that is not cached, so that the request needs the table.
        expectInteractionId(service.origin, { target: '/organisations?size=17', headers: [reader] }),
        expectInteractionId(service.origin, { target: '/organisations/org-1', headers: [reader] }),
      ]);
      for (const answer of answers) {
        expectErrors(answer, 504);
        expect(answer.text).not.toMatch(insideKnowledge);
      }
    });
    expect((await service.as(software).get('/organisations')).status).toBe(200);
  });

  it('is in the 504 response to a change, which is not made', async () => {
    const body = anOrganisationBody({ OrganisationName: 'Too late' });
    await whileLocked(service, 'directory.organisation', async () => {
      expectErrors(await service.as(admin).put('/organisations/org-1', body), 504);
    });
    const answer = await service.as(user('nobody@bank.example')).get('/organisations/org-1');
    expectErrors(answer, 404);
    const after = await service.as(admin).get('/organisations/org-1');
    expect(after.body).toMatchObject({ OrganisationName: 'Sample Bank' });
  });

  it('is in the 500 response, which reveals no internals', async () => {
    await service.database.query('ALTER TABLE directory.organisation RENAME COLUMN city TO town');
    const answer = await expectInteractionId(service.origin, {
      target: '/organisations/org-1',
      headers: [reader],
    });
    await service.database.query('ALTER TABLE directory.organisation RENAME COLUMN town TO city');
    expectErrors(answer, 500);
    expect(answer.text).not.toMatch(insideKnowledge);
    expect(answer.text).not.toContain('city');
  });
});

async function whileLocked(service: TestApp, table: string, work: () => Promise<void>): Promise<void> {
  const session = new pg.Client({ connectionString: service.database.url });
  await session.connect();
  try {
    await session.query('BEGIN');
    await session.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    await work();
  } finally {
    await session.end();
  }
}
