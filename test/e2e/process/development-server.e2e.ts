import { createRemoteJWKSet, type JWTVerifyResult, jwtVerify } from 'jose';
import { type DevelopmentApp, startDevelopmentApp } from '../../support/development-app.js';
import { authorisationRequest, CookieClient } from '../../support/authorisation-code.js';
import { signDevelopmentToken } from '../../../src/development-server/sign-development-token.js';

const sampleOrganisation = 'c0ffee00-0000-4000-8000-000000000001';

let app: DevelopmentApp;

beforeAll(async () => {
  app = await startDevelopmentApp();
});

afterAll(async () => {
  await app.close();
});

describe('its metadata', () => {
  it('contains the issuer that the service trusts, and S256 as the only code challenge method', async () => {
    const response = await fetch(`${app.config.auth.issuer}/.well-known/openid-configuration`);
    expect(await response.json()).toMatchObject({
      issuer: app.config.auth.issuer,
      jwks_uri: `${app.config.auth.issuer}/jwks`,
      token_endpoint: `${app.config.auth.issuer}/token`,
      authorization_endpoint: `${app.config.auth.issuer}/auth`,
      grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
      code_challenge_methods_supported: ['S256'],
    });
  });

  it('contains no private part of the key', async () => {
    const response = await fetch(`${app.config.auth.issuer}/jwks`);
    const { keys } = (await response.json()) as { keys: object[] };
    expect(keys.map((key) => Object.keys(key).sort())).toEqual([
      ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'],
    ]);
  });

  it('echoes the interaction id of the request, like every path of the process', async () => {
    const response = await fetch(`${app.config.auth.issuer}/jwks`, {
      headers: { 'x-fapi-interaction-id': 'mine-1' },
    });
    expect(response.headers.get('x-fapi-interaction-id')).toBe('mine-1');
  });
});

describe('client credentials', () => {
  it.each([
    ['dev-admin', 'directory:admin', {}],
    ['dev-software', 'directory:software', { organisation_id: sampleOrganisation }],
    ['dev-organisation', 'directory:website', websiteClaims('admin@sample-bank.example', false)],
  ])(
    'issue %s, which requests no scope, a JWT for the directory with scope %s',
    async (clientId, scope, claims) => {
      const { status, body } = await requestToken({ grant_type: 'client_credentials' }, basic(clientId));
      expect({ status, ...body }).toMatchObject({
        status: 200,
        token_type: 'Bearer',
        expires_in: 3_600,
        scope,
      });

      const { protectedHeader, payload } = await verified(body.access_token);
      expect(protectedHeader).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
      expect(payload).toMatchObject({ ...claims, client_id: clientId, sub: clientId, scope });
      expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3_600);
    },
  );

  it('accept the secret in the form', async () => {
    const credentials = { client_id: 'dev-admin', client_secret: 'dev-admin-secret' };
    const { status } = await requestToken({ grant_type: 'client_credentials', ...credentials });
    expect(status).toBe(200);
  });

  it('reject a wrong secret with 401 invalid_client', async () => {
    const { status, body } = await requestToken(
      { grant_type: 'client_credentials' },
      basic('dev-admin', 'guessed'),
    );
    expect({ status, error: body.error }).toEqual({ status: 401, error: 'invalid_client' });
  });

  it('grant only the allowed scopes if all scopes are requested', async () => {
    const scope = 'directory:admin directory:software directory:website';
    const { body } = await requestToken({ grant_type: 'client_credentials', scope }, basic('dev-software'));
    expect(body.scope).toBe('directory:software');
  });

  it('reject a request for disallowed scopes only', async () => {
    const form = { grant_type: 'client_credentials', scope: 'directory:admin' };
    const { status, body } = await requestToken(form, basic('dev-software'));
    expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_scope' });
  });

  it('reject a resource other than the directory', async () => {
    const form = { grant_type: 'client_credentials', resource: 'https://elsewhere.example/' };
    const { status, body } = await requestToken(form, basic('dev-admin'));
    expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_target' });
  });

  it('issue tokens that the directory accepts', async () => {
    const { body } = await requestToken({ grant_type: 'client_credentials' }, basic('dev-software'));
    expect(await statusOfListing(body.access_token)).toBe(200);
  });
});

describe('authorisation code', () => {
  it.each([
    ['super@directory.example', true],
    ['admin@sample-bank.example', false],
  ])('signs %s in and includes their profile in the token', async (email, isSuperUser) => {
    const { verifier, redirectUri, parameters } = authorisationRequest(app.origin);
    const browser = new CookieClient(app.origin);
    const back = await browser.answerSignIn(await browser.authorise(parameters), email);
    expect(back.href.startsWith(redirectUri)).toBe(true);
    expect(back.searchParams.get('state')).toBe('state-of-the-test');

    const { status, body } = await requestToken(codeForm(back, redirectUri, verifier));
    expect({ status, scope: body.scope }).toEqual({ status: 200, scope: 'directory:website' });
    const { payload } = await verified(body.access_token);
    expect(payload).toMatchObject({
      ...websiteClaims(email, isSuperUser),
      sub: email,
      client_id: 'swagger-ui',
    });
  });

  it('shows the sign-in page again if the same browser authorises again', async () => {
    const { parameters } = authorisationRequest(app.origin);
    const browser = new CookieClient(app.origin);
    await browser.answerSignIn(await browser.authorise(parameters), 'super@directory.example');
    expect(await browser.authorise(parameters)).toMatch(/^\/dev\/oidc\/interaction\//);
  });

  it('adds an ID token of the user for the scope openid', async () => {
    const { verifier, redirectUri, parameters } = authorisationRequest(app.origin);
    const browser = new CookieClient(app.origin);
    const signInPage = await browser.authorise({ ...parameters, scope: 'openid directory:website' });
    const back = await browser.answerSignIn(signInPage, 'super@directory.example');
    const { body } = await requestToken(codeForm(back, redirectUri, verifier));
    const { payload } = await jwtVerify(body.id_token ?? '', keys(), { audience: 'swagger-ui' });
    expect(payload).toMatchObject({ sub: 'super@directory.example', email: 'super@directory.example' });
    expect((await verified(body.access_token)).payload.scope).toBe('directory:website');
  });

  it('rejects a request without a code challenge or with a plain one', async () => {
    const { parameters } = authorisationRequest(app.origin);
    const { code_challenge: challenge, code_challenge_method: method, ...withoutPkce } = parameters;
    const browser = new CookieClient(app.origin);
    const none = new URL(await browser.authorise(withoutPkce));
    const plain = new URL(
      await browser.authorise({
        ...withoutPkce,
        code_challenge: challenge ?? '',
        code_challenge_method: 'plain',
      }),
    );
    expect(method).toBe('S256');
    expect([none, plain].map((url) => url.searchParams.get('error'))).toEqual([
      'invalid_request',
      'invalid_request',
    ]);
  });

  it('rejects a code with a wrong verifier', async () => {
    const { redirectUri, parameters } = authorisationRequest(app.origin);
    const browser = new CookieClient(app.origin);
    const back = await browser.answerSignIn(await browser.authorise(parameters), 'super@directory.example');
    const { status, body } = await requestToken(codeForm(back, redirectUri, 'w'.repeat(43)));
    expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_grant' });
  });

  it('does not redirect to an unregistered address', async () => {
    const { parameters } = authorisationRequest(app.origin);
    const query = new URLSearchParams({ ...parameters, redirect_uri: 'https://elsewhere.example/callback' });
    const response = await fetch(`${app.config.auth.issuer}/auth?${query.toString()}`, {
      redirect: 'manual',
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('invalid_redirect_uri');
  });

  it('redirects to the client with an error if the sign-in is cancelled', async () => {
    const { parameters } = authorisationRequest(app.origin);
    const browser = new CookieClient(app.origin);
    const back = await browser.answerSignIn(await browser.authorise(parameters));
    expect(back.searchParams.get('error')).toBe('access_denied');
  });
});

describe('the sign-in page', () => {
  it('offers every user and says that the page is for development only', async () => {
    const browser = new CookieClient(app.origin);
    const signInPage = await browser.authorise(authorisationRequest(app.origin).parameters);
    const response = await browser.send('GET', signInPage);
    const text = await response.text();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(text).toContain('For development only.');
    expect(text).toContain('super@directory.example');
    expect(text).toContain('admin@sample-bank.example');
  });

  it('loads nothing from other origins', async () => {
    const browser = new CookieClient(app.origin);
    const signInPage = await browser.authorise(authorisationRequest(app.origin).parameters);
    const response = await browser.send('GET', signInPage);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it.each(['GET', 'POST'] as const)(
    'answers 400 to a %s from a browser without a pending sign-in',
    async (method) => {
      const signInPage = await new CookieClient(app.origin).authorise(
        authorisationRequest(app.origin).parameters,
      );
      const response = await new CookieClient(app.origin).send(method, signInPage);
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('No sign-in is waiting');
    },
  );

  it('rejects a user who is not offered', async () => {
    const browser = new CookieClient(app.origin);
    const signInPage = await browser.authorise(authorisationRequest(app.origin).parameters);
    const response = await browser.send('POST', `${signInPage}/nobody@directory.example`);
    expect(response.status).toBe(400);
  });
});

describe('a token signed without the server', () => {
  it.each([
    ['dev-admin', 'dev-admin', 'directory:admin'],
    ['admin@sample-bank.example', 'swagger-ui', 'directory:website'],
  ])(
    "for %s is accepted by the directory and equals the server's token",
    async (identity, clientId, scope) => {
      const token = await signDevelopmentToken({ ...app.config.auth, dataDir: app.config.dataDir, identity });
      expect(await statusOfListing(token)).toBe(200);
      const { protectedHeader, payload } = await verified(token);
      expect(protectedHeader).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
      expect(payload).toMatchObject({ sub: identity, client_id: clientId, scope });
    },
  );

  it('is not issued for an unknown user', async () => {
    const request = { ...app.config.auth, dataDir: app.config.dataDir, identity: 'nobody' };
    await expect(signDevelopmentToken(request)).rejects.toThrow('nobody is no client or user');
  });
});

interface TokenAnswer {
  readonly access_token: string;
  readonly id_token?: string;
  readonly scope?: string;
  readonly error?: string;
}

async function requestToken(form: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${app.config.auth.issuer}/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form),
  });
  return { status: response.status, body: (await response.json()) as TokenAnswer };
}

function basic(clientId: string, secret = `${clientId}-secret`): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` };
}

function codeForm(back: URL, redirectUri: string, verifier: string): Record<string, string> {
  return {
    grant_type: 'authorization_code',
    client_id: 'swagger-ui',
    redirect_uri: redirectUri,
    code: back.searchParams.get('code') ?? '',
    code_verifier: verifier,
  };
}

function keys() {
  return createRemoteJWKSet(new URL(`${app.config.auth.issuer}/jwks`));
}

function verified(token: string): Promise<JWTVerifyResult> {
  const { issuer, audience } = app.config.auth;
  return jwtVerify(token, keys(), { issuer, audience });
}

async function statusOfListing(token: string): Promise<number> {
  const response = await fetch(`${app.origin}/organisations`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return response.status;
}

function websiteClaims(email: string, isSuperUser: boolean): object {
  return {
    email,
    trust_framework_profile: {
      status: 'Active',
      super_user: isSuperUser,
      basic_information: { user_email: email, status: 'Active' },
      org_access_details: isSuperUser ? {} : { [sampleOrganisation]: { org_admin: true } },
    },
  };
}
