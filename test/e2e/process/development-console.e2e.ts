import * as oauth from 'oauth4webapi';
import { allowInsecureRequests, customFetch } from 'oauth4webapi';
import { CookieClient } from '../../support/authorisation-code.js';
import { type DevelopmentApp, startDevelopmentApp } from '../../support/development-app.js';

const client: oauth.Client = { client_id: 'console' };
const sampleOrganisation = 'c0ffee00-0000-4000-8000-000000000001';

let app: DevelopmentApp;
beforeAll(async () => {
  app = await startDevelopmentApp();
});
afterAll(() => app.close());

/** The console in a browser that has reached it under one name: with the library that the console uses. */
class ConsolePage {
  private constructor(
    private readonly origin: string,
    private readonly server: oauth.AuthorizationServer,
    private readonly dpop: oauth.DPoPHandle,
    private readonly options: object,
  ) {}

  static async open(host: string): Promise<ConsolePage> {
    const { issuer } = app.config.auth;
    const origin = `http://${host}:${new URL(issuer).port}`;
    const options = { [allowInsecureRequests]: true, [customFetch]: crossOriginFetch(origin) };
    const url = new URL(issuer);
    const server = await oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, options));
    const dpop = oauth.DPoP(client, await oauth.generateKeyPair('ES256'));
    return new ConsolePage(origin, server, dpop, options);
  }

  /** Goes to the issuer with a hint and comes back with tokens. */
  async signIn(
    loginHint: string,
    browser = new CookieClient(app.origin),
  ): Promise<oauth.TokenEndpointResponse> {
    const verifier = oauth.generateRandomCodeVerifier();
    const redirectUri = `${this.origin}/console/`;
    const signInPage = await browser.authorise({
      client_id: client.client_id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid directory:website',
      state: 'state-of-the-console',
      nonce: 'nonce-of-the-console',
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      login_hint: loginHint,
    });
    const resumed = await browser.send('GET', signInPage);
    expect(resumed.status).toBe(303);
    const back = await browser.send('GET', resumed.headers.get('location') ?? '');
    const address = new URL(back.headers.get('location') ?? '');
    expect(address.origin + address.pathname).toBe(redirectUri);
    const answer = oauth.validateAuthResponse(this.server, client, address, 'state-of-the-console');
    const response = await oauth.authorizationCodeGrantRequest(
      this.server,
      client,
      oauth.None(),
      answer,
      redirectUri,
      verifier,
      { ...this.options, DPoP: this.dpop },
    );
    return oauth.processAuthorizationCodeResponse(this.server, client, response, {
      expectedNonce: 'nonce-of-the-console',
      requireIdToken: true,
    });
  }

  async renew(refreshToken: string, dpop = this.dpop): Promise<oauth.TokenEndpointResponse> {
    const response = await oauth.refreshTokenGrantRequest(this.server, client, oauth.None(), refreshToken, {
      ...this.options,
      DPoP: dpop,
    });
    return oauth.processRefreshTokenResponse(this.server, client, response);
  }

  async revoke(refreshToken: string): Promise<void> {
    const response = await oauth.revocationRequest(
      this.server,
      client,
      oauth.None(),
      refreshToken,
      this.options,
    );
    await oauth.processRevocationResponse(response);
  }

  /** Reads from the API with the token and a proof. */
  read(accessToken: string): Promise<Response> {
    const url = new URL('/organisations?size=1', this.origin);
    return oauth.protectedResourceRequest(accessToken, 'GET', url, undefined, undefined, {
      ...this.options,
      DPoP: this.dpop,
    });
  }
}

/** Sends Origin as a browser does to another origin, and lets the page read only what CORS allows. */
function crossOriginFetch(
  origin: string,
): (
  url: string,
  options: oauth.CustomFetchOptions<string, NonNullable<RequestInit['body']> | undefined>,
) => Promise<Response> {
  return async (url, options) => {
    const headers = new Headers(options.headers);
    const isSame = new URL(url).origin === origin;
    if (!isSame || options.method === 'POST') headers.set('origin', origin);
    if (!isSame) await expectPreflight(url, options.method, headers, origin);
    const { body = null, ...others } = options;
    const response = await fetch(url, { ...others, body, headers });
    if (!isSame) expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    return response;
  };
}

async function expectPreflight(url: string, method: string, headers: Headers, origin: string): Promise<void> {
  const names = [...headers.keys()].filter((name) => name === 'dpop').join();
  const response = await fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      ...(names === '' ? {} : { 'access-control-request-headers': names }),
    },
  });
  expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([204, origin]);
  if (names !== '') expect(response.headers.get('access-control-allow-headers')).toContain('dpop');
}

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >;
}

describe.each(['127.0.0.1', 'localhost'])('the console at %s', (host) => {
  it.each([
    ['super@directory.example', true, {}],
    ['admin@sample-bank.example', false, { [sampleOrganisation]: { org_admin: true } }],
  ])('signs %s in without a page, with tokens bound to its key', async (email, isSuperUser, access) => {
    const page = await ConsolePage.open(host);
    const tokens = await page.signIn(email);
    expect(tokens).toMatchObject({ token_type: 'dpop', expires_in: 3_600, scope: 'directory:website' });
    expect(claimsOf(tokens.access_token)).toMatchObject({
      client_id: 'console',
      email,
      trust_framework_profile: { super_user: isSuperUser, org_access_details: access },
      cnf: { jkt: expect.any(String) as string },
    });
    expect((await page.read(tokens.access_token)).status).toBe(200);
  });

  it('renews its tokens again and again, and the directory accepts each', async () => {
    const page = await ConsolePage.open(host);
    let tokens = await page.signIn('super@directory.example');
    const seen = new Set([tokens.access_token]);
    for (let count = 0; count < 3; count += 1) {
      tokens = await page.renew(tokens.refresh_token ?? '');
      seen.add(tokens.access_token);
      expect(claimsOf(tokens.access_token)).toMatchObject({
        email: 'super@directory.example',
        trust_framework_profile: { super_user: true },
      });
      expect((await page.read(tokens.access_token)).status).toBe(200);
    }
    expect(seen.size).toBe(4);
  });
});

describe('a refresh token of the console', () => {
  it('outlives another sign-in in the same browser', async () => {
    const page = await ConsolePage.open('127.0.0.1');
    const browser = new CookieClient(app.origin);
    const first = await page.signIn('super@directory.example', browser);
    await page.signIn('admin@sample-bank.example', browser);
    const renewed = await page.renew(first.refresh_token ?? '');
    expect(claimsOf(renewed.access_token).email).toBe('super@directory.example');
  });

  it('is refused with the key of another client', async () => {
    const page = await ConsolePage.open('127.0.0.1');
    const { refresh_token: token = '' } = await page.signIn('super@directory.example');
    const other = oauth.DPoP(client, await oauth.generateKeyPair('ES256'));
    await expect(page.renew(token, other)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('is refused after it was revoked', async () => {
    const page = await ConsolePage.open('127.0.0.1');
    const { refresh_token: token = '' } = await page.signIn('super@directory.example');
    await page.revoke(token);
    await expect(page.renew(token)).rejects.toMatchObject({ error: 'invalid_grant' });
  });
});

describe('an authorisation request of the console', () => {
  const request = (changes: Record<string, string>): Record<string, string> => ({
    client_id: 'console',
    redirect_uri: `${app.origin}/console/`,
    response_type: 'code',
    scope: 'openid directory:website',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    ...changes,
  });

  it.each([{}, { login_hint: 'nobody@directory.example' }, { login_hint: 'SUPER@directory.example' }])(
    'with %j gets the page with all users',
    async (changes) => {
      const browser = new CookieClient(app.origin);
      const page = await browser.send('GET', await browser.authorise(request(changes)));
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('The console wants to act for a user of the directory.');
    },
  );

  it.each(['/console', '/console/organisations', '/docs/oauth2-redirect.html', '/'])(
    'is refused with the redirect URI %s, which is not the one of the console',
    async (path) => {
      const query = new URLSearchParams(request({ redirect_uri: app.origin + path }));
      const response = await fetch(`${app.config.auth.issuer}/auth?${query.toString()}`, {
        redirect: 'manual',
      });
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('invalid_redirect_uri');
    },
  );
});

it.each([
  [{ AUTH_AUDIENCE: 'https://directory.example' }, { resource: 'https://directory.example' }],
  [{ CONSOLE_CLIENT_ID: 'pages' }, { client_id: 'pages' }],
  [{ PUBLIC_ORIGINS: 'https://dev.example/base' }, { redirect_uri: 'https://dev.example/base/console/' }],
])('with %j an authorisation request with %j gets the page with all users', async (environment, changes) => {
  const other = await startDevelopmentApp(environment);
  const browser = new CookieClient(other.origin);
  const target = await browser.authorise({
    client_id: 'console',
    redirect_uri: `${other.origin}/console/`,
    response_type: 'code',
    scope: 'openid directory:website',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    ...changes,
  });
  expect(target).toMatch(/^\/dev\/oidc\/interaction\//);
  expect((await browser.send('GET', target)).status).toBe(200);
  await other.close();
});
