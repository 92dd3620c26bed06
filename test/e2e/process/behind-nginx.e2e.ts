import { createHash, X509Certificate } from 'node:crypto';
import type { RequestOptions } from 'node:https';
import type { Answer } from '../../support/answer.js';
import { startApp, type TestApp } from '../../support/app.js';
import { anOrganisation, anOrganisationBody } from '../../support/builders/organisation.js';
import { Prover } from '../../support/dpop.js';
import { admin } from '../../support/identities.js';
import { hasNginx, type Nginx, startNginx } from '../../support/nginx.js';
import { clientPair, getOverTls } from '../../support/tls.js';

/** Skipped if nginx is not installed (Debian: `apt-get install nginx-light`). */
const behindNginx = hasNginx ? describe : describe.skip;

behindNginx('behind nginx with examples/nginx.conf', () => {
  const below = 'https://api.example.com/directory';
  const certificate = new X509Certificate(clientPair('client').cert);
  const thumbprint = createHash('sha256').update(certificate.raw).digest('base64url');
  let service: TestApp;
  let nginx: Nginx;
  beforeAll(async () => {
    service = await startApp({
      TRUSTED_PROXIES: '127.0.0.1',
      CLIENT_CERT_HEADER: 'X-SSL-Client-Cert: url-encoded-pem',
      PUBLIC_ORIGINS: below,
    });
    const { port } = new URL(service.origin);
    nginx = await startNginx([port, port]);
    for (const id of ['one', 'a/b']) await anOrganisation(service.database, { organisation_id: id });
  });
  afterAll(async () => {
    await nginx.stop();
    await service.close();
  });

  describe('a token that is bound to a client certificate', () => {
    let authorization: string;
    beforeAll(async () => {
      const token = await service.issuer.token({ ...admin, cnf: { 'x5t#S256': thumbprint } });
      authorization = `Bearer ${token}`;
    });
    const get = (options: RequestOptions = {}, headers: Record<string, string> = {}): Promise<Answer> =>
      getOverTls(nginx.tlsOrigin, { ...options, headers: { authorization, ...headers } });
    const forged = {
      'x-ssl-client-cert': encodeURIComponent(certificate.toString()),
      'client-cert': `:${certificate.raw.toString('base64')}:`,
    };

    it('is accepted over mutual TLS with that certificate', async () => {
      expect((await get(clientPair('client'))).status).toBe(200);
    });

    it('is accepted with a forged header beside that certificate, as nginx replaces the header', async () => {
      expect((await get(clientPair('client'), { 'x-ssl-client-cert': 'x' })).status).toBe(200);
    });

    it.each([
      ['another certificate', () => clientPair('other-client')],
      ['no certificate', () => ({})],
    ])('is rejected with %s, also if the client sends the header itself', async (_, pair) => {
      expect((await get(pair())).status).toBe(401);
      expect((await get(pair(), forged)).status).toBe(401);
    });

    it('is rejected over plain HTTP if the client sends the header itself', async () => {
      const answer = await fetch(`${nginx.origin}/organisations`, { headers: { authorization, ...forged } });
      expect(answer.status).toBe(401);
    });
  });

  it('rejects a certificate of an unknown authority with 400 in the dialect of the path', async () => {
    const answer = await getOverTls(nginx.tlsOrigin, clientPair('foreign-client'));
    expect([answer.status, answer.body]).toEqual([
      400,
      { errors: ['The client certificate is not valid here.'] },
    ]);
  });

  describe('below a path that nginx strips', () => {
    let prover: Prover;
    let token: string;
    beforeAll(async () => {
      prover = await Prover.create();
      token = await service.issuer.token({ ...admin, cnf: { jkt: prover.thumbprint } });
    });

    it.each([
      ['/organisations', '?size=1'],
      ['/organisations/one', ''],
      ['/organisations/a%2Fb', ''],
    ])('accepts a DPoP proof for the public URL of %s', async (path, query) => {
      const headers = await prover.headers({ url: `${below}${path}`, token });
      const options = { path: `/directory${path}${query}`, headers };
      expect((await getOverTls(nginx.tlsOrigin, options)).status).toBe(200);
    });

    it('rejects a DPoP proof for the URL without the path', async () => {
      const headers = await prover.headers({ url: 'https://api.example.com/organisations', token });
      const answer = await getOverTls(nginx.tlsOrigin, { path: '/directory/organisations', headers });
      expect(answer.status).toBe(401);
      expect(answer.text).toContain(`its htu must be ${below} and the path of the request`);
    });

    it('sends Link and Location that lead through nginx again', async () => {
      const authorization = `Bearer ${await service.issuer.token(admin)}`;
      const first = await fetch(`${nginx.origin}/directory/organisations?size=1`, {
        headers: { authorization },
      });
      const next = /<([^>]*)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
      expect(next).toBe('/directory/organisations?size=1&page=1');
      expect((await fetch(`${nginx.origin}${next}`, { headers: { authorization } })).status).toBe(200);
      const created = await fetch(`${nginx.origin}/directory/organisations`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(anOrganisationBody({ OrganisationId: 'c d' })),
      });
      const location = created.headers.get('location') ?? '';
      expect([created.status, location]).toEqual([201, '/directory/organisations/c%20d']);
      expect((await fetch(`${nginx.origin}${location}`, { headers: { authorization } })).status).toBe(200);
    });

    it.each([
      '/directory/metrics',
      '/directory//health/ready',
      '/%64irectory/metrics',
      '/directory%2Fmetrics',
    ])('answers 404 to %s, which is for operators', async (path) => {
      expect((await fetch(`${nginx.origin}${path}`)).status).toBe(404);
    });
  });
});
