import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { exportJWK, exportPKCS8, generateKeyPair, type JWK } from 'jose';
import type { ClientMetadata, Configuration } from 'oidc-provider';
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js';
import { Provider } from 'oidc-provider/lib/provider.js';
import {
  clientCredentials,
  DirectoryClient,
  privateKeyFromJwk,
  privateKeyFromPem,
} from '../../../clients/typescript/src/index.js';
import { mutualTlsFetch } from '../../../clients/typescript/src/node/index.js';
import { startApp, type TestApp } from '../../support/app.js';
import { audience } from '../../support/issuer.js';
import { closeOnce } from '../../support/left-open.js';
import { authority, clientPair, tlsFile } from '../../support/tls.js';

const scope = 'directory:software';

/** A certified authorisation server, over http, and over TLS for clients with a certificate. */
async function startProvider(jwks: JWK): Promise<{ issuer: string; close: () => Promise<void> }> {
  const handlers: { handle: ReturnType<Provider['callback']> | null } = { handle: null };
  const listen = async (server: Server): Promise<number> => {
    server.on('request', (request, response) => void handlers.handle?.(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const plain = createHttpServer();
  const secure = createHttpsServer({
    cert: readFileSync(tlsFile('server-rsa.pem')),
    key: readFileSync(tlsFile('server-rsa.key')),
    ca: authority,
    requestCert: true,
    rejectUnauthorized: false,
  });
  const issuer = `http://127.0.0.1:${await listen(plain)}`;
  const alias = `https://127.0.0.1:${await listen(secure)}`;
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: 'server', alg: 'ES256', use: 'sig' };
  handlers.handle = new Provider(issuer, configurationOf(key, alias, jwks)).callback();
  return {
    issuer,
    close: closeOnce(async () => {
      for (const server of [plain, secure]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    }),
  };
}

const confidential: Partial<ClientMetadata> = {
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
};

function configurationOf(key: JWK, alias: string, clientJwk: JWK): Configuration {
  const socketOf = (context: { req: { socket: unknown } }): TLSSocket => context.req.socket as TLSSocket;
  return {
    adapter: createMemoryAdapter(10),
    clients: [
      {
        ...confidential,
        client_id: 'by-key',
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'ES256',
        jwks: { keys: [clientJwk] },
      },
      {
        ...confidential,
        client_id: 'by-certificate',
        token_endpoint_auth_method: 'tls_client_auth',
        tls_client_auth_subject_dn: 'any',
        tls_client_certificate_bound_access_tokens: true,
      },
    ],
    clientAuthMethods: ['private_key_jwt', 'tls_client_auth'],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    discovery: { mtls_endpoint_aliases: { token_endpoint: `${alias}/token` } },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'], clientAuthSigningAlgValues: ['ES256'] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      mTLS: {
        enabled: true,
        certificateBoundAccessTokens: true,
        tlsClientAuth: true,
        getCertificate: (context) => socketOf(context).getPeerX509Certificate(),
        certificateAuthorized: (context) => socketOf(context).authorized,
        certificateSubjectMatches: () => true,
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'urn:directory',
        getResourceServerInfo: () => ({
          scope,
          audience,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    jwks: { keys: [key] },
    scopes: [scope],
    ttl: { ClientCredentials: 600 },
  };
}

describe('client authentication at an authorisation server', () => {
  let issuer: Awaited<ReturnType<typeof startProvider>>;
  let app: TestApp;
  let privateJwk: JWK;
  let pem: string;
  beforeAll(async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    privateJwk = await exportJWK(privateKey);
    pem = await exportPKCS8(privateKey);
    issuer = await startProvider({ ...(await exportJWK(publicKey)), kid: 'mine', alg: 'ES256' });
    app = await startApp({
      AUTH_ISSUER: issuer.issuer,
      TLS_CERT_FILE: tlsFile('server-rsa.pem'),
      TLS_KEY_FILE: tlsFile('server-rsa.key'),
      TLS_CLIENT_CA_FILE: tlsFile('authority.pem'),
    });
  });
  afterAll(async () => {
    await app.close();
    await issuer.close();
  });

  it.each([
    ['PEM', () => privateKeyFromPem(pem, 'ES256')],
    ['JWK', () => privateKeyFromJwk(privateJwk, 'ES256')],
  ])('works with private_key_jwt by a key in %s, and DPoP', async (_, importKey) => {
    const tokens = clientCredentials({
      issuer: issuer.issuer,
      clientId: 'by-key',
      privateKey: await importKey(),
      keyId: 'mine',
      scope,
      dpop: true,
    });
    const directory = new DirectoryClient({
      url: app.origin,
      tokens,
      fetch: mutualTlsFetch({ ca: authority }),
    });
    expect((await directory.organisations.page()).page.totalSize).toBe(0);
  });

  it('works with tls_client_auth and tokens that are bound to the certificate', async () => {
    const fetch = mutualTlsFetch({ ...clientPair('client'), ca: authority });
    const options = { issuer: issuer.issuer, clientId: 'by-certificate', certificate: true, scope } as const;
    const tokens = clientCredentials({ ...options, fetch });
    const directory = new DirectoryClient({ url: app.origin, tokens, fetch });
    expect((await directory.organisations.page()).page.totalSize).toBe(0);
    const stolen = mutualTlsFetch({ ...clientPair('other-client'), ca: authority });
    const thief = new DirectoryClient({ url: app.origin, tokens, fetch: stolen });
    await expect(thief.organisations.page()).rejects.toMatchObject({ status: 401 });
  });

  it('throws the code of a refused client', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const tokens = clientCredentials({
      issuer: issuer.issuer,
      clientId: 'by-key',
      privateKey: await privateKeyFromPem(await exportPKCS8(privateKey), 'ES256'),
      keyId: 'mine',
    });
    await expect(tokens.get()).rejects.toMatchObject({
      name: 'TokenError',
      status: 401,
      code: 'invalid_client',
    });
  });

  it('says how to convert a key in another form of PEM', async () => {
    const sec1 = createPrivateKey(pem).export({ format: 'pem', type: 'sec1' });
    await expect(privateKeyFromPem(String(sec1), 'ES256')).rejects.toThrow('openssl pkcs8');
  });
});
