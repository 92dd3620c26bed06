import { startApp, type TestApp } from '../../support/app.js';
import { expectInvalidToken, getWith } from '../../support/bearer.js';
import { anOrganisationBody } from '../../support/builders/organisation.js';
import { passSeconds } from '../../support/clock.js';
import { software, user } from '../../support/identities.js';
import { type IntrospectionServer, startIntrospectionServer } from '../../support/introspection-server.js';
import { audience } from '../../support/issuer.js';

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
    ['without audience, which the endpoint has seen to', { ...active, aud: undefined }],
    ['of a user', { ...user('ann@bank.example'), active: true }],
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
      const now = performance.now();
      jest.spyOn(performance, 'now').mockReturnValue(now + ms);
    };
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
