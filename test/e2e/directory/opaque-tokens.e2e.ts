import { startApp, type TestApp } from '../../support/app.js';
import { expectInvalidToken, getWith } from '../../support/bearer.js';
import type { Answer } from '../../support/answer.js';
import { anOrganisationBody } from '../../support/builders/organisation.js';
import { passMonotonicSeconds, passSeconds } from '../../support/clock.js';
import { expectErrors } from '../../support/framing.js';
import { software, user } from '../../support/identities.js';
import { type IntrospectionServer, startIntrospectionServer } from '../../support/introspection-server.js';
import { audience } from '../../support/issuer.js';
import { until } from '../../support/until.js';

const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

describe('an opaque token', () => {
  let endpoint: IntrospectionServer;
  let service: TestApp;
  beforeAll(async () => {
    endpoint = await startIntrospectionServer();
    service = await startApp(endpoint.environment);
  });
  afterAll(async () => {
    await service.close();
    await endpoint.close();
  });

  const active = { active: true, scope: 'directory:software', client_id: 'tpp', aud: audience };

  it.each([
    ['active', active],
    ['active until later', { ...active, exp: nowSeconds() + 3_600 }],
    ['for several audiences', { ...active, aud: ['https://other.example', audience] }],
    ['of a user', { ...active, ...user('ann@bank.example') }],
    ['of the type Bearer', { ...active, token_type: 'Bearer' }],
    ['of the type bearer in lower case', { ...active, token_type: 'bearer' }],
    ['an access token by typ and token_use', { ...active, typ: 'at+jwt', token_use: 'access_token' }],
    ['its client is named by azp alone', { ...active, client_id: undefined, azp: 'tpp' }],
    ['its client is named by sub alone, as a client', { ...active, client_id: undefined, sub: 'tpp' }],
  ])('is accepted when %s', async (name, claims) => {
    const token = `good-${name.length}`;
    endpoint.know(token, claims);
    expect((await getWith(service, token)).status).toBe(200);
  });

  it.each([
    ['not active', { ...active, active: false }],
    ['not known', { active: false }],
    ['expired', { ...active, exp: nowSeconds() - 1 }],
    ['expired in this moment', { ...active, exp: nowSeconds() }],
    ['not good before later', { ...active, nbf: nowSeconds() + 3_600 }],
    ['from another issuer', { ...active, iss: 'https://other.example' }],
    ['for another audience', { ...active, aud: 'https://other.example' }],
    ['bound to a certificate that is not there', { ...active, cnf: { 'x5t#S256': 'x' } }],
    ['without audience', { ...active, aud: undefined }],
    ['for an audience of null', { ...active, aud: null }],
    ['for an empty list of audiences, or none', { ...active, aud: [] }],
    ['a refresh token by token_type', { ...active, token_type: 'refresh_token' }],
    ['a refresh token by typ, as of Keycloak', { ...active, token_type: 'Bearer', typ: 'Refresh' }],
    ['a refresh token by token_use, as of Ory Hydra', { ...active, token_use: 'refresh_token' }],
    ['an ID token', { ...active, typ: 'ID' }],
    ['of a token type that is null, not text', { ...active, token_type: null }],
    ['without a client', { ...active, client_id: undefined }],
    ['of a client that is empty', { ...active, client_id: '', azp: '', sub: '' }],
    ['active as text', { ...active, active: 'true' }],
  ])('is rejected when %s', async (name, claims) => {
    const token = `bad-${name.length}`;
    endpoint.know(token, claims);
    expectInvalidToken(await getWith(service, token));
  });

  it('grants the rights of its scope', async () => {
    endpoint.know('writer', { ...active, scope: 'directory:admin' });
    const headers = { authorization: 'Bearer writer' };
    expect((await service.as(null).post('/organisations', anOrganisationBody(), { headers })).status).toBe(
      201,
    );
  });

  describe('with a cached introspection response', () => {
    /** Moves the clock for the age of cached responses, but not the clock for token expiry. */
    const passMs = (ms: number): void => {
      passMonotonicSeconds(ms / 1_000);
    };
    // The age of a response must not depend on how long a request takes.
    beforeEach(() => {
      passMs(0);
    });
    afterEach(() => {
      jest.restoreAllMocks();
      jest.useRealTimers();
    });

    it('is rejected at most 5 s after its revocation', async () => {
      endpoint.know('short', active);
      expect((await getWith(service, 'short')).status).toBe(200);
      endpoint.know('short', { active: false });
      passMs(4_900);
      expect((await getWith(service, 'short')).status).toBe(200);
      passMs(200);
      expectInvalidToken(await getWith(service, 'short'));
    });

    it('is rejected from the moment it expires', async () => {
      passSeconds(0);
      endpoint.know('expiring', { ...active, exp: nowSeconds() + 2 });
      expect((await getWith(service, 'expiring')).status).toBe(200);
      passSeconds(2);
      expectInvalidToken(await getWith(service, 'expiring'));
    });

    it('is accepted one second after it was inactive', async () => {
      expectInvalidToken(await getWith(service, 'early'));
      endpoint.know('early', active);
      passMs(900);
      expectInvalidToken(await getWith(service, 'early'));
      passMs(200);
      expect((await getWith(service, 'early')).status).toBe(200);
    });

    it('is introspected once for many concurrent and subsequent requests', async () => {
      for (const [token, status] of [
        ['counted', 200],
        ['unknown', 401],
      ] as const) {
        if (status === 200) endpoint.know(token, active);
        const before = endpoint.requests();
        const answers = await Promise.all(Array.from({ length: 20 }, () => getWith(service, token)));
        expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([status]));
        expect((await getWith(service, token)).status).toBe(status);
        expect(endpoint.requests()).toBe(before + 1);
      }
    });

    it('stays valid for 5 s when the endpoint does not respond, while other tokens get 401 within about 5 s', async () => {
      endpoint.know('known', active);
      expect((await getWith(service, 'known')).status).toBe(200);
      endpoint.become('silent');
      const other = getWith(service, 'other');
      expect((await getWith(service, 'known')).status).toBe(200);
      // The endpoint never responds, so only the timeout ends the request with the other token.
      expectInvalidToken(await other);
      endpoint.become('well');
      endpoint.know('other', active);
      expect((await getWith(service, 'other')).status).toBe(200);
    });
  });

  it('is introspected and a JWT is not', async () => {
    const before = endpoint.requests();
    expect((await getWith(service, await service.issuer.token(software))).status).toBe(200);
    expectInvalidToken(await getWith(service, 'x.y.z'));
    expect(endpoint.requests()).toBe(before);
  });

  it.each([
    ['is not there', { AUTH_INTROSPECTION_URL: 'http://127.0.0.1:1/introspect' }],
    ['does not know us', { AUTH_INTROSPECTION_CLIENT_SECRET: 'wrong' }],
  ])('gets 401, not 500, when the endpoint %s', async (_, environment) => {
    endpoint.know('good', active);
    const cut = await startApp({ ...endpoint.environment, ...environment });
    expectInvalidToken(await getWith(cut, 'good'));
    await cut.close();
  });

  it('is rejected when no endpoint is configured', async () => {
    const plain = await startApp();
    expectInvalidToken(await getWith(plain, 'good'));
    await plain.close();
  });
});

describe('the introspection of opaque tokens', () => {
  const active = { active: true, scope: 'directory:software', client_id: 'tpp', aud: audience };
  let endpoint: IntrospectionServer;
  let service: TestApp;
  beforeEach(async () => {
    endpoint = await startIntrospectionServer();
    service = await startApp(endpoint.environment);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    endpoint.become('well');
    await service.close();
    await endpoint.close();
  });

  const expectUnavailable = (answer: Answer, retryAfter: string): void => {
    expectErrors(answer, 503);
    expect(answer.headers.get('retry-after')).toBe(retryAfter);
  };
  const statuses = async (tokens: readonly string[]): Promise<number[]> => {
    const found: number[] = [];
    for (const token of tokens) found.push((await getWith(service, token)).status);
    return found;
  };

  it('has 16 requests in flight, and the 17th token gets 503 with Retry-After until one has ended', async () => {
    endpoint.become('holding');
    const tokens = Array.from({ length: 16 }, (_, index) => `held-${index}`);
    for (const token of [...tokens, 'next']) endpoint.know(token, active);
    const answers = tokens.map((token) => getWith(service, token));
    await until('16 introspections', () => (endpoint.requests() === 16 ? true : null));
    expectUnavailable(await getWith(service, 'next'), '1');
    expect(endpoint.requests()).toBe(16);
    // A token that is in flight already needs no place of its own.
    const shared = getWith(service, 'held-0');
    expect((await getWith(service, await service.issuer.token(software))).status).toBe(200);
    endpoint.become('well');
    const all = await Promise.all([...answers, shared]);
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await getWith(service, 'next')).status).toBe(200);
    expect(endpoint.requests()).toBe(17);
  });

  it('stops for 5 s after five failures in a row, and begins again with one request', async () => {
    passMonotonicSeconds(0);
    endpoint.become('failing');
    expect(await statuses(['a', 'b', 'c', 'd'])).toEqual([401, 401, 401, 401]);
    endpoint.become('well');
    endpoint.know('good', active);
    expect(await statuses(['good'])).toEqual([200]);
    endpoint.become('failing');
    expect(await statuses(['e', 'f', 'g', 'h', 'i'])).toEqual([401, 401, 401, 401, 401]);
    expect(endpoint.requests()).toBe(10);
    expectUnavailable(await getWith(service, 'k'), '5');
    expect(endpoint.requests()).toBe(10);
    expect((await getWith(service, await service.issuer.token(software))).status).toBe(200);
    passMonotonicSeconds(4.9);
    expectUnavailable(await getWith(service, 'k'), '1');
    passMonotonicSeconds(0.2);
    expect(await statuses(['k'])).toEqual([401]);
    expectUnavailable(await getWith(service, 'l'), '5');
    expect(endpoint.requests()).toBe(11);
    passMonotonicSeconds(5.1);
    endpoint.become('holding');
    endpoint.know('m', active);
    const probe = getWith(service, 'm');
    await until('the probe', () => (endpoint.requests() === 12 ? true : null));
    expectUnavailable(await getWith(service, 'n'), '5');
    endpoint.become('well');
    expect((await probe).status).toBe(200);
    endpoint.know('n', active);
    expect(await statuses(['n'])).toEqual([200]);
  });

  it.each([400, 413, 414, 422, 431])(
    'goes on for other tokens when the endpoint answers %i to some tokens',
    async (status) => {
      const tokens = Array.from({ length: 6 }, (_, index) => `refused-${index}`);
      for (const token of tokens) endpoint.refuse(token, status);
      expect(await statuses(tokens)).toEqual([401, 401, 401, 401, 401, 401]);
      endpoint.know('good', active);
      expect(await statuses(['good'])).toEqual([200]);
    },
  );
});
