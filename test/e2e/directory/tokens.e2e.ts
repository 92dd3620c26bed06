import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  sign,
  X509Certificate,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JWTPayload, SignJWT } from 'jose';
import { startApp, type TestApp } from '../../support/app.js';
import { expectInvalidToken, getWith } from '../../support/bearer.js';
import { anOrganisationBody } from '../../support/builders/organisation.js';
import type { Answer } from '../../support/answer.js';
import { expectErrors } from '../../support/framing.js';
import { admin, software } from '../../support/identities.js';
import { audience } from '../../support/issuer.js';
import { sendRequest } from '../../support/raw-http.js';

const challenge = 'Bearer realm="organisations-directory"';
const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

/** The claims of a valid token. */
const claimsFor = (service: TestApp): JWTPayload => ({
  ...software,
  iss: service.issuer.url,
  aud: audience,
  exp: nowSeconds() + 300,
});

describe('an access token', () => {
  let service: TestApp;
  const weakKey = generateKeyPairSync('rsa', { modulusLength: 1024 });
  beforeAll(async () => {
    service = await startApp();
    service.issuer.publish({
      ...weakKey.publicKey.export({ format: 'jwk' }),
      kid: 'weak',
      alg: 'PS256',
      use: 'sig',
    });
  });
  afterAll(() => service.close());

  const get = (token: string): Promise<Answer> => getWith(service, token);

  describe('is accepted', () => {
    it.each([
      ['signed with PS256', {}, { alg: 'PS256' }],
      ['signed with ES256', {}, { alg: 'ES256' }],
      ['signed with EdDSA', {}, { alg: 'EdDSA' }],
      ['of type at+jwt', {}, { typ: 'at+jwt' }],
      ['of type AT+JWT', {}, { typ: 'AT+JWT' }],
      ['of type application/at+jwt', {}, { typ: 'application/at+jwt' }],
      ['of type JWT', {}, { typ: 'JWT' }],
      ['without type', {}, { typ: undefined }],
      ['for several audiences', { aud: ['https://other.example', audience] }, {}],
      ['without iat', { iat: undefined }, {}],
      ['with nbf in the past', { nbf: nowSeconds() - 60 }, {}],
      ['with unknown claims', { anything: { goes: [1] } }, {}],
    ])('%s', async (_, claims, header) => {
      expect((await get(await service.issuer.token({ ...software, ...claims }, header))).status).toBe(200);
    });

    it.each(['nbf', 'iat'])('with %s 9 s ahead, within the clock tolerance', async (claim) => {
      const token = await service.issuer.token({ ...software, [claim]: nowSeconds() + 9 });
      expect((await get(token)).status).toBe(200);
    });

    it.each(['bearer', 'BEARER', 'bEaReR'])('under the scheme %s', async (scheme) => {
      const headers = { authorization: `${scheme} ${await service.issuer.token(software)}` };
      expect((await service.as(null).get('/organisations', { headers })).status).toBe(200);
    });
  });

  describe('is rejected', () => {
    it.each([
      ['from another issuer', () => ({ iss: 'https://other.example' })],
      ['without issuer', () => ({ iss: undefined })],
      ['from an issuer whose name only begins alike', (issuer: string) => ({ iss: `${issuer}/` })],
      ['for another audience', () => ({ aud: 'https://other.example' })],
      ['without audience', () => ({ aud: undefined })],
      ['for an empty list of audiences', () => ({ aud: [] })],
      ['for an audience that only begins alike', () => ({ aud: `${audience}-2` })],
      ['without exp', () => ({ exp: undefined })],
      ['expired', () => ({ exp: nowSeconds() - 60 })],
      ['expired a second ago, since there is no leeway', () => ({ exp: nowSeconds() - 1 })],
      ['that expires in this moment', () => ({ exp: nowSeconds() })],
      ['with nbf 30 s ahead', () => ({ nbf: nowSeconds() + 30 })],
      ['with iat 30 s ahead', () => ({ iat: nowSeconds() + 30 })],
      ['without a client', () => ({ client_id: undefined })],
      ['of a client that is empty', () => ({ client_id: '', azp: '', sub: '' })],
      ['of a client that is no text', () => ({ client_id: 7, azp: null, sub: ['a'] })],
      ['bound to a key of DPoP', () => ({ cnf: { jkt: 'x' } })],
      ['bound to a certificate, which is not there', () => ({ cnf: { 'x5t#S256': 'x' } })],
      ['bound to nothing known', () => ({ cnf: {} })],
      ['bound to null', () => ({ cnf: null })],
    ])('%s', async (_, claims) => {
      expectInvalidToken(
        await get(await service.issuer.token({ ...software, ...claims(service.issuer.url) })),
      );
    });

    it.each(['id+jwt', 'logout+jwt', 'dpop+jwt', 'at+jwtx', ''])('of type %j', async (typ) => {
      expectInvalidToken(await get(await service.issuer.token(software, { typ })));
    });

    it('signed with RS256 by a published key', async () => {
      expectInvalidToken(await get(await service.issuer.token(software, { alg: 'RS256' })));
    });

    it('signed with HS256 and a public key as the secret', async () => {
      const response = await fetch(`${service.issuer.url}/jwks`);
      const { keys } = (await response.json()) as { keys: (JsonWebKey & { kid: string })[] };
      expect(keys).toHaveLength(5);
      for (const jwk of keys) {
        const key = createPublicKey({ key: jwk, format: 'jwk' });
        const pem = key.export({ type: 'spki', format: 'pem' });
        const der = key.export({ type: 'spki', format: 'der' });
        for (const secret of [Buffer.from(pem), der, Buffer.from(JSON.stringify(jwk))]) {
          const token = await new SignJWT(claimsFor(service))
            .setProtectedHeader({ alg: 'HS256', kid: jwk.kid })
            .sign(secret);
          expectInvalidToken(await get(token));
        }
      }
    });

    it.each(['none', 'None', 'NONE', ''])('unsigned (alg %j)', async (alg) => {
      expectInvalidToken(await get(`${base64url({ alg, typ: 'JWT' })}.${base64url(claimsFor(service))}.`));
    });

    it('signed by an RSA key of 1,024 bits', async () => {
      const input = `${base64url({ alg: 'PS256', kid: 'weak' })}.${base64url(claimsFor(service))}`;
      const key = { key: weakKey.privateKey, padding: 6, saltLength: 32 };
      expectInvalidToken(
        await get(`${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`),
      );
    });

    it('signed by an unknown key with a known kid', async () => {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const token = await new SignJWT(claimsFor(service))
        .setProtectedHeader({ alg: 'ES256', kid: 'es256' })
        .sign(privateKey);
      expectInvalidToken(await get(token));
    });

    it('signed by a key in its own header', async () => {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const token = await new SignJWT(claimsFor(service))
        .setProtectedHeader({ alg: 'ES256', jwk: publicKey.export({ format: 'jwk' }) })
        .sign(privateKey);
      expectInvalidToken(await get(token));
    });

    it('with modified claims', async () => {
      const [header, , signature] = (await service.issuer.token(software)).split('.');
      expectInvalidToken(
        await get(`${header}.${base64url({ ...claimsFor(service), ...admin })}.${signature}`),
      );
    });

    it('without its signature', async () => {
      const [header, claims] = (await service.issuer.token(software)).split('.');
      expectInvalidToken(await get(`${header}.${claims}.`));
    });

    it.each([
      'x',
      'x.y',
      'x.y.z',
      '..',
      'a.b.c.d',
      'a.b.c.d.e',
      'opaque-token',
      '====',
      'ä',
      'two tokens',
      '"quoted"',
    ])('%j', async (token) => {
      const headers = [['Authorization', `Bearer ${token}`]] as const;
      expectInvalidToken(await sendRequest(service.origin, { headers }));
    });

    it('that is empty', async () => {
      expectInvalidToken(await sendRequest(service.origin, { headers: [['Authorization', 'Bearer ']] }));
    });
  });

  it.each([
    ['no header', []],
    ['an empty header', ['']],
    ['another scheme', ['Basic dXNlcjpwYXNzd29yZA==']],
    ['a scheme that only begins alike', ['Bearers x.y.z']],
    ['a bare token', ['x.y.z']],
  ])('is requested by a challenge without an error code for %s', async (_, values) => {
    const headers = values.map((value) => ['Authorization', value] as const);
    const answer = await sendRequest(service.origin, { headers });
    expectErrors(answer, 401);
    expect(answer.headers.get('www-authenticate')).toBe(challenge);
  });

  it('is rejected when sent twice', async () => {
    const good = `Bearer ${await service.issuer.token(software)}`;
    for (const second of [good, 'Bearer x.y.z', 'Basic dXNlcjpwYXNzd29yZA==']) {
      const headers = [
        ['Authorization', good],
        ['authorization', second],
      ] as const;
      expectInvalidToken(await sendRequest(service.origin, { headers }));
    }
  });

  it.each(['access_token=x', 'access_token', 'size=1&access_token=', 'access%5Ftoken=x'])(
    'gets 400 in the query (%s), with or without a valid header',
    async (query) => {
      for (const caller of [null, software]) {
        const answer = await service.as(caller).get(`/organisations?${query}`);
        expectErrors(answer, 400);
        expect(answer.text).toContain('access_token');
      }
    },
  );

  it('is ignored in a form body: 401 without a header, 415 with a header', async () => {
    const token = await service.issuer.token(admin);
    const options = { headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    const body = `access_token=${token}`;
    expectErrors(await service.as(null).post('/organisations', body, options), 401);
    expectErrors(await service.as(admin).post('/organisations', body, options), 415);
  });

  it.each([
    ['client_id', { client_id: 'one', azp: 'two', sub: 'three' }, 'one'],
    ['else azp', { client_id: undefined, azp: 'two', sub: 'three' }, 'two'],
    ['else sub', { client_id: undefined, sub: 'three' }, 'three'],
  ])('identifies its client by %s', async (_, claims, clientId) => {
    const token = await service.issuer.token({ ...admin, ...claims });
    const headers = { authorization: `Bearer ${token}` };
    const answer = await service.as(null).post('/organisations', anOrganisationBody(), { headers });
    const { OrganisationId: id } = answer.body as { OrganisationId: string };
    const rows = await service.database.query(
      'SELECT client_id FROM directory.organisation_history WHERE organisation_id = $1',
      [id],
    );
    expect(rows).toEqual([{ client_id: clientId }]);
  });
});

describe('a token that is bound to a client certificate (RFC 8705)', () => {
  const certificate = readCertificate('client-certificate');
  const other = readCertificate('other-client-certificate');
  const thumbprint = createHash('sha256').update(certificate).digest('base64url');
  const cnf = { 'x5t#S256': thumbprint };
  const structured = (bytes: Buffer): string => `:${bytes.toString('base64')}:`;

  describe('behind a trusted proxy', () => {
    let service: TestApp;
    let bound: string;
    beforeAll(async () => {
      service = await startApp({ TRUSTED_PROXIES: '127.0.0.1' });
      bound = await service.issuer.token({ ...software, cnf });
    });
    afterAll(() => service.close());

    it('is accepted with its certificate in Client-Cert (RFC 9440)', async () => {
      expect((await getWith(service, bound, { 'client-cert': structured(certificate) })).status).toBe(200);
    });

    it('does not affect unbound tokens', async () => {
      expect((await getWith(service, await service.issuer.token(software))).status).toBe(200);
    });

    it.each([
      ['without a certificate', {}],
      ['with another certificate', { 'client-cert': structured(other) }],
      ['with two certificates', { 'client-cert': `${structured(certificate)}, ${structured(other)}` }],
      ['with the certificate in bare base64', { 'client-cert': certificate.toString('base64') }],
      ['with what is no certificate', { 'client-cert': structured(Buffer.from('certificate')) }],
      [
        'with bytes behind the certificate',
        { 'client-cert': structured(Buffer.concat([certificate, Buffer.from('x')])) },
      ],
      ['with an empty Client-Cert', { 'client-cert': '' }],
      ['with the certificate in Client-Cert-Chain', { 'client-cert-chain': structured(certificate) }],
    ])('is rejected %s', async (_, headers) => {
      expectInvalidToken(await getWith(service, bound, headers));
    });

    it('is rejected when bound to a DPoP key, with or without the certificate thumbprint in cnf', async () => {
      const both = await service.issuer.token({ ...software, cnf: { ...cnf, jkt: 'x' } });
      expectInvalidToken(await getWith(service, both));
      const onlyKey = await service.issuer.token({ ...software, cnf: { jkt: thumbprint } });
      expectInvalidToken(await getWith(service, onlyKey, { 'client-cert': structured(certificate) }));
    });
  });

  describe('behind a trusted proxy with CLIENT_CERT_HEADER', () => {
    const pem = encodeURIComponent(new X509Certificate(certificate).toString());
    const otherPem = encodeURIComponent(new X509Certificate(other).toString());
    const forms: [setting: string, good: string, wrong: string][] = [
      ['X-SSL-Client-Cert: url-encoded-pem', pem, otherPem],
      ['ssl-client-cert: url-encoded-pem', pem, otherPem],
      ['X-Amzn-Mtls-Clientcert: url-encoded-pem', pem.replaceAll('%2B', '+') + otherPem, otherPem + pem],
      ['X-Forwarded-Client-Cert: xfcc', `Hash=1;Cert="${pem}"`, `Cert="${pem}",Cert="${otherPem}"`],
      ['X-ARR-ClientCert: base64-der', certificate.toString('base64'), other.toString('base64')],
    ];

    it.each(forms)('%s believes this header and no other', async (setting, good, wrong) => {
      const service = await startApp({ TRUSTED_PROXIES: '127.0.0.1', CLIENT_CERT_HEADER: setting });
      const name = setting.slice(0, setting.indexOf(':'));
      const bound = await service.issuer.token({ ...software, cnf });
      const others = Object.fromEntries(
        [...forms.map(([each, value]) => [each.slice(0, each.indexOf(':')), value] as const)]
          .filter(([each]) => each !== name)
          .concat([['Client-Cert', structured(certificate)]]),
      );
      expect((await getWith(service, bound, { [name]: good })).status).toBe(200);
      expect((await getWith(service, bound, { [name.toLowerCase()]: good, ...others })).status).toBe(200);
      expectInvalidToken(await getWith(service, bound, { [name]: wrong }));
      expectInvalidToken(await getWith(service, bound, { ...others, [name]: wrong }));
      const without = await getWith(service, bound, others);
      expectInvalidToken(without);
      expect(without.text).toContain('arrived without one');
      await service.close();
    });

    it('ignores the header of a peer that is not a trusted proxy', async () => {
      const service = await startApp({
        TRUSTED_PROXIES: '192.0.2.1',
        CLIENT_CERT_HEADER: 'X-SSL-Client-Cert: url-encoded-pem',
      });
      const bound = await service.issuer.token({ ...software, cnf });
      expectInvalidToken(await getWith(service, bound, { 'x-ssl-client-cert': pem }));
      await service.close();
    });
  });

  describe('from a peer that is not a trusted proxy', () => {
    let service: TestApp;
    beforeAll(async () => {
      service = await startApp({
        TRUSTED_PROXIES: '192.0.2.0/24,::1',
        AUTH_REQUIRE_SENDER_CONSTRAINED: 'true',
      });
    });
    afterAll(() => service.close());

    it('is rejected with its certificate in Client-Cert', async () => {
      const bound = await service.issuer.token({ ...software, cnf });
      expectInvalidToken(await getWith(service, bound, { 'client-cert': structured(certificate) }));
    });

    it('is the only accepted kind with AUTH_REQUIRE_SENDER_CONSTRAINED', async () => {
      expectInvalidToken(await getWith(service, await service.issuer.token(software)));
    });
  });

  it('is accepted with AUTH_REQUIRE_SENDER_CONSTRAINED', async () => {
    const service = await startApp({
      TRUSTED_PROXIES: '127.0.0.0/8',
      AUTH_REQUIRE_SENDER_CONSTRAINED: 'true',
    });
    const bound = await service.issuer.token({ ...software, cnf });
    expect((await getWith(service, bound, { 'client-cert': structured(certificate) })).status).toBe(200);
    await service.close();
  });
});

function readCertificate(name: string): Buffer {
  return new X509Certificate(readFileSync(join(__dirname, '..', '..', 'fixtures', `${name}.pem`))).raw;
}
