import { randomBytes } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import { allowInsecureRequests } from 'oauth4webapi';
import { type DevelopmentApp, startDevelopmentApp } from '../../support/development-app.js';
import { getOverTls, tlsFile } from '../../support/tls.js';

/** The service listens on loopback. */
const insecure = { [allowInsecureRequests]: true } as const;

/** A client of a standards library that has no knowledge of this service. */
class DpopClient {
  private constructor(
    private readonly server: oauth.AuthorizationServer,
    private readonly client: oauth.Client,
    private readonly handle: oauth.DPoPHandle,
  ) {}

  static async create(issuer: string, clientId: string, algorithm = 'ES256'): Promise<DpopClient> {
    const url = new URL(issuer);
    const metadata = await oauth.discoveryRequest(url, insecure);
    const server = await oauth.processDiscoveryResponse(url, metadata);
    const client: oauth.Client = { client_id: clientId };
    return new DpopClient(server, client, oauth.DPoP(client, await oauth.generateKeyPair(algorithm)));
  }

  async token(): Promise<oauth.TokenEndpointResponse> {
    const response = await oauth.clientCredentialsGrantRequest(
      this.server,
      this.client,
      oauth.ClientSecretBasic(`${this.client.client_id}-secret`),
      new URLSearchParams(),
      { DPoP: this.handle, ...insecure },
    );
    return oauth.processClientCredentialsResponse(this.server, this.client, response);
  }

  call(token: string, method: string, url: string, body?: string): Promise<Response> {
    const headers = new Headers(body === undefined ? {} : { 'content-type': 'application/json' });
    return oauth.protectedResourceRequest(token, method, new URL(url), headers, body, {
      DPoP: this.handle,
      ...insecure,
    });
  }
}

const flag = { Name: 'n', Value: 'v', Type: 'Organisation', Status: 'Active', AccessLevel: 0 };

describe('a DPoP client of the development server', () => {
  let app: DevelopmentApp;
  beforeAll(async () => {
    app = await startDevelopmentApp({ AUTH_DPOP_NONCE_SECRETS: randomBytes(32).toString('hex') });
  });
  afterAll(() => app.close());

  it.each(['ES256', 'PS256', 'Ed25519'])(
    'receives a token bound to its key (%s), uses the nonce, reads and writes',
    async (algorithm) => {
      const client = await DpopClient.create(app.config.auth.issuer, 'dev-admin', algorithm);
      const { access_token: token, token_type: type } = await client.token();
      expect(type).toBe('dpop');
      const url = `${app.origin}/references/flags`;
      const first = await client.call(token, 'GET', url).catch((error: unknown) => error);
      expect(oauth.isDPoPNonceError(first)).toBe(true);
      expect((await client.call(token, 'GET', `${url}?size=1`)).status).toBe(200);
      const body = JSON.stringify({ ...flag, Name: algorithm });
      expect((await client.call(token, 'POST', url, body)).status).toBe(201);
    },
  );

  it("can not use another client's token, and nobody can use its token as a bearer token", async () => {
    const { issuer } = app.config.auth;
    const [owner, thief] = [
      await DpopClient.create(issuer, 'dev-software'),
      await DpopClient.create(issuer, 'dev-software'),
    ];
    const { access_token: token } = await owner.token();
    const url = `${app.origin}/organisations`;
    for (let round = 0; round < 2; round += 1) {
      const error = await thief.call(token, 'GET', url).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(oauth.WWWAuthenticateChallengeError);
      expect((error as oauth.WWWAuthenticateChallengeError).status).toBe(401);
    }
    expect((await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  });
});

describe('the development server over HTTPS with a certificate unknown to this process', () => {
  it('issues tokens that the directory accepts', async () => {
    const app = await startDevelopmentApp({
      TLS_CERT_FILE: tlsFile('server-rsa.pem'),
      TLS_KEY_FILE: tlsFile('server-rsa.key'),
    });
    const { signDevelopmentToken } =
      await import('../../../src/development-server/sign-development-token.js');
    const request = { ...app.config.auth, dataDir: app.config.dataDir, identity: 'dev-software' };
    const headers = { authorization: `Bearer ${await signDevelopmentToken(request)}` };
    expect((await getOverTls(app.origin, { headers })).status).toBe(200);
    await app.close();
  });
});
