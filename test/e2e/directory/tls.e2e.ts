import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { readConfig } from '../../../src/config/config.js';
import type { Answer } from '../../support/answer.js';
import { type Sibling, startApp, type TestApp } from '../../support/app.js';
import { expectInvalidToken } from '../../support/bearer.js';
import { Prover } from '../../support/dpop.js';
import { software } from '../../support/identities.js';
import { sendText } from '../../support/raw-http.js';
import { authority, clientPair, getOverTls, tlsFile } from '../../support/tls.js';

const settings = (key: string): Record<string, string> => ({
  TLS_CERT_FILE: tlsFile(`${key}.pem`),
  TLS_KEY_FILE: tlsFile(`${key}.key`),
});
const withClients = { ...settings('server-rsa'), TLS_CLIENT_CA_FILE: tlsFile('authority.pem') };

async function handshake(origin: string, options: ConnectionOptions): Promise<TLSSocket> {
  const { hostname, port } = new URL(origin);
  const socket = connect({ host: hostname, port: Number(port), ca: authority, ...options });
  await once(socket, 'secureConnect');
  return socket;
}

/** RFC 8446 §6.2. */
const handshakeFailure = 'SSL alert number 40';
const protocolVersion = 'SSL alert number 70';

/** Returns the negotiated protocol and cipher, or the TLS alert. */
async function agreed(origin: string, options: ConnectionOptions): Promise<string> {
  try {
    const socket = await handshake(origin, options);
    const protocol = `${socket.getProtocol() ?? ''} ${socket.getCipher().name}`;
    socket.destroy();
    return protocol;
  } catch (error) {
    return /SSL alert number \d+/.exec(String(error))?.[0] ?? String(error);
  }
}

describe('HTTPS', () => {
  let service: TestApp;
  let sibling: Sibling;
  let origins: Record<string, string>;
  beforeAll(async () => {
    service = await startApp(settings('server-rsa'));
    sibling = await service.startSibling(settings('server-ec'));
    origins = { RSA: service.origin, ECDSA: sibling.origin };
  });
  afterAll(async () => {
    await sibling.close();
    await service.close();
  });

  const offer = (key: string, options: ConnectionOptions): Promise<string> =>
    agreed(origins[key] ?? '', options);
  /** Lets the client offer weak parameters, so that the server rejects them. */
  const lax = '@SECLEVEL=0';

  it('answers', async () => {
    const headers = { authorization: `Bearer ${await service.issuer.token(software)}` };
    expect((await getOverTls(service.origin, { headers })).status).toBe(200);
  });

  it.each(['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'])(
    'supports TLS 1.3 with %s',
    async (ciphers) => {
      expect(await offer('RSA', { ciphers })).toBe(`TLSv1.3 ${ciphers}`);
    },
  );

  it.each([
    ['RSA', 'ECDHE-RSA-AES128-GCM-SHA256'],
    ['RSA', 'ECDHE-RSA-AES256-GCM-SHA384'],
    ['ECDSA', 'ECDHE-ECDSA-AES128-GCM-SHA256'],
    ['ECDSA', 'ECDHE-ECDSA-AES256-GCM-SHA384'],
  ])('supports TLS 1.2 with a key of %s and %s', async (key, ciphers) => {
    expect(await offer(key, { ciphers, maxVersion: 'TLSv1.2' })).toBe(`TLSv1.2 ${ciphers}`);
  });

  it.each(['TLSv1.1', 'TLSv1'] as const)('rejects %s', async (version) => {
    const options = { minVersion: version, maxVersion: version, ciphers: `DEFAULT:${lax}` };
    expect(await offer('RSA', options)).toBe(protocolVersion);
  });

  it.each([
    ['CBC', 'RSA', 'ECDHE-RSA-AES128-SHA256'],
    ['CBC and SHA-1', 'RSA', 'ECDHE-RSA-AES256-SHA'],
    ['CBC', 'ECDSA', 'ECDHE-ECDSA-AES128-SHA256'],
    ['no forward secrecy', 'RSA', 'AES128-GCM-SHA256'],
    ['finite-field Diffie-Hellman', 'RSA', 'DHE-RSA-AES128-GCM-SHA256'],
    ['ChaCha20, which BCP 195 does not name for it', 'RSA', 'ECDHE-RSA-CHACHA20-POLY1305'],
  ])('rejects TLS 1.2 with %s (%s, %s)', async (_, key, ciphers) => {
    const options = { ciphers: `${ciphers}:${lax}`, maxVersion: 'TLSv1.2' } as const;
    expect(await offer(key, options)).toBe(handshakeFailure);
  });

  it('rejects renegotiation', async () => {
    const socket = await handshake(service.origin, { maxVersion: 'TLSv1.2' });
    const error = await new Promise<Error | null>((resolve) => {
      socket.on('error', resolve);
      socket.renegotiate({}, resolve);
    });
    expect(error).not.toBeNull();
    socket.destroy();
  });

  it('rejects plain HTTP and malformed input, and keeps serving other connections', async () => {
    for (const text of ['GET / HTTP/1.1\r\nHost: x\r\n\r\n', 'x'.repeat(500)]) {
      await expect(sendText(service.origin.replace('https', 'http'), text)).rejects.toThrow(
        'without an answer',
      );
    }
    expect((await getOverTls(service.origin)).status).toBe(401);
  });

  it('accepts a DPoP proof for its https URI and rejects one for the http URI', async () => {
    const prover = await Prover.create();
    const token = await service.issuer.token({ ...software, cnf: { jkt: prover.thumbprint } });
    const statusFor = async (origin: string): Promise<number> => {
      const headers = await prover.headers({ url: `${origin}/organisations`, token });
      return (await getOverTls(service.origin, { headers })).status;
    };
    expect(await statusFor(service.origin)).toBe(200);
    expect(await statusFor(service.origin.replace('https', 'http'))).toBe(401);
  });
});

describe('a token that is bound to a client certificate, over TLS', () => {
  let service: TestApp;
  let headers: Record<string, string>;
  const client = clientPair('client');
  const { raw } = new X509Certificate(client.cert);
  const clientCert = `:${raw.toString('base64')}:`;
  const bindingTo = (certificate: Buffer): object => ({
    cnf: {
      'x5t#S256': createHash('sha256').update(new X509Certificate(certificate).raw).digest('base64url'),
    },
  });

  beforeAll(async () => {
    service = await startApp({ ...withClients, AUTH_REQUIRE_SENDER_CONSTRAINED: 'true' });
    const token = await service.issuer.token({ ...software, ...bindingTo(client.cert) });
    headers = { authorization: `Bearer ${token}` };
  });
  afterAll(() => service.close());

  const get = (options: object): Promise<Answer> => getOverTls(service.origin, { headers, ...options });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('is accepted with its certificate (%s)', async (maxVersion) => {
    expect((await get({ ...client, maxVersion })).status).toBe(200);
  });

  it('is rejected without a certificate and with another certificate', async () => {
    expectInvalidToken(await get({}));
    expectInvalidToken(await get(clientPair('other-client')));
  });

  it('is rejected with its certificate when no configured authority has signed the certificate', async () => {
    const foreign = clientPair('foreign-client');
    const token = await service.issuer.token({ ...software, ...bindingTo(foreign.cert) });
    expectInvalidToken(await get({ ...foreign, headers: { authorization: `Bearer ${token}` } }));
  });

  it('is checked against the certificate of the connection, not against Client-Cert', async () => {
    expectInvalidToken(await get({ headers: { ...headers, 'client-cert': clientCert } }));
    const mine = { ...clientPair('other-client'), headers: { ...headers, 'client-cert': clientCert } };
    expectInvalidToken(await get(mine));
    expect((await get({ ...client, headers: { ...headers, 'client-cert': ':eA==:' } })).status).toBe(200);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'is checked against the certificate on a resumed connection (%s)',
    async (maxVersion) => {
      const resumed = async (pair: object): Promise<Answer> => {
        const socket = await handshake(service.origin, { ...pair, maxVersion });
        const session = new Promise<Buffer>((resolve) => socket.once('session', resolve));
        socket.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
        const ticket = socket.getSession() ?? (await session);
        const used = maxVersion === 'TLSv1.3' ? await session : ticket;
        socket.destroy();
        return get({ session: used, maxVersion });
      };
      expect((await resumed(client)).status).toBe(200);
      expectInvalidToken(await resumed(clientPair('other-client')));
      expectInvalidToken(await resumed(clientPair('foreign-client')));
      expectInvalidToken(await resumed({}));
    },
  );

  it('is checked against Client-Cert when the peer is a trusted proxy, not against the certificate of the proxy', async () => {
    const behind = await service.startSibling({ TRUSTED_PROXIES: '127.0.0.1' });
    const through = (options: object): Promise<Answer> => getOverTls(behind.origin, { headers, ...options });
    const forwarded = { headers: { ...headers, 'client-cert': clientCert } };
    expect((await through({ ...clientPair('other-client'), ...forwarded })).status).toBe(200);
    expectInvalidToken(await through(client));
    await behind.close();
  });
});

describe('the TLS settings', () => {
  it.each<[Record<string, string>, RegExp]>([
    [
      { TLS_CERT_FILE: tlsFile('server-rsa.pem') },
      /^TLS_CERT_FILE and TLS_KEY_FILE are not both set; allowed: /,
    ],
    [{ TLS_CLIENT_CA_FILE: tlsFile('authority.pem') }, /^TLS_CERT_FILE and TLS_KEY_FILE are not both set; /],
    [
      { ...settings('server-rsa'), TLS_KEY_FILE: tlsFile('not-there') },
      /^TLS_KEY_FILE is ".*not-there", which can not be read \(ENOENT.*\); allowed: /,
    ],
    [
      { ...settings('server-rsa'), TLS_KEY_FILE: tlsFile('server-ec.key') },
      /^TLS_CERT_FILE and TLS_KEY_FILE can not be used \(.*the key is not that of the certificate\); allowed: /,
    ],
    [settings('weak'), /^TLS_CERT_FILE and TLS_KEY_FILE can not be used \(.*key too small\); allowed: /],
    [
      { ...settings('server-rsa'), TLS_CLIENT_CA_FILE: tlsFile('client.key') },
      /^TLS_CLIENT_CA_FILE is ".*client\.key", which holds no certificate; allowed: /,
    ],
  ])('are rejected: %j', (environment, sentence) => {
    expect(() => readConfig(environment)).toThrow(sentence);
  });

  it('use https for the development issuer and the local origin', () => {
    expect(readConfig(settings('server-rsa'))).toMatchObject({
      localOrigin: 'https://127.0.0.1:3000',
      auth: { issuer: 'https://127.0.0.1:3000/dev/oidc' },
    });
  });
});
