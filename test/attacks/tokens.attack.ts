import { createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CompactEncrypt, CompactSign, FlattenedSign, type JWTPayload, SignJWT } from 'jose';
import { developmentAdminSecret, developmentApiKey } from '../../src/config/notify-config.js';
import type { Answer } from '../support/answer.js';
import { startApp, type TestApp } from '../support/app.js';
import { admin } from '../support/identities.js';
import { audience } from '../support/issuer.js';
import { adminToken } from '../support/notify-client.js';
import { sendRequest } from '../support/raw-http.js';
import { Attack } from './support/attack.js';
import { faultsOf } from './support/verdict.js';

const base64url = (value: object | string): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

/** The attacker's server, which publishes the attacker's keys and counts requests for them. */
interface Lure {
  readonly url: string;
  readonly visits: () => number;
  close(): Promise<void>;
}

async function startLure(keys: readonly object[]): Promise<Lure> {
  let visits = 0;
  const server = createServer((_, response) => {
    visits += 1;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
    visits: () => visits,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

describe("an attacker's token", () => {
  let service: TestApp;
  const confusion = new Attack('tokens: algorithm confusion');
  const brought = new Attack('tokens: keys that they bring along');
  const tampered = new Attack('tokens: tampered with');
  const replayed = new Attack('tokens: replayed elsewhere');
  /** A published key of the issuer, so that a token signed with it is rejected only for other errors. */
  const known = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const onlyRs256 = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  beforeAll(async () => {
    service = await startApp();
    const use = { use: 'sig' };
    service.issuer.publish({
      ...known.publicKey.export({ format: 'jwk' }),
      kid: 'known',
      alg: 'ES256',
      ...use,
    });
    service.issuer.publish({
      ...onlyRs256.publicKey.export({ format: 'jwk' }),
      kid: 'rsa',
      alg: 'RS256',
      ...use,
    });
  });
  afterAll(() => service.close());

  /** The identity that the attacker claims. */
  const claims = (more: JWTPayload = {}): JWTPayload => ({
    ...admin,
    iss: service.issuer.url,
    aud: audience,
    iat: nowSeconds(),
    exp: nowSeconds() + 300,
    ...more,
  });
  const published = async (): Promise<(JsonWebKey & { kid: string; alg: string })[]> => {
    const response = await fetch(`${service.issuer.url}/jwks`);
    return ((await response.json()) as { keys: (JsonWebKey & { kid: string; alg: string })[] }).keys;
  };

  const send = (target: string, token: string): Promise<Answer> =>
    sendRequest(service.origin, { target, headers: [['Authorization', `Bearer ${token}`]] });

  /** Checks that the directory answers 401 with invalid_token, without a reason that helps an attacker. */
  async function expectRefused(attack: Attack, name: string, token: string): Promise<void> {
    const answer = await send('/organisations', token);
    const challenge = answer.headers.get('www-authenticate') ?? '';
    const faults = faultsOf('GET', '/organisations', answer);
    if (answer.status !== 401 || !challenge.includes('error="invalid_token"'))
      faults.push(`${answer.status} ${challenge}`);
    if (answer.text.includes(token)) faults.push('the answer repeats the token');
    attack.note(name, answer, faults);
  }

  /** Checks that Notify answers 401 or 403. */
  async function expectRefusedByNotify(attack: Attack, name: string, token: string): Promise<void> {
    const answer = await send('/letter-branding', token);
    const faults = faultsOf('GET', '/letter-branding', answer);
    if (answer.status !== 401 && answer.status !== 403) faults.push(`${answer.status}`);
    if (answer.text.includes(token)) faults.push('the answer repeats the token');
    attack.note(`Notify: ${name}`, answer, faults);
  }

  /** Returns a token with the exact bytes of the given header and an ES256 signature. */
  const forge = (header: object, payload: object, key: KeyObject): string => {
    const input = `${base64url(header)}.${base64url(payload)}`;
    const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
    return `${input}.${signature.toString('base64url')}`;
  };

  it('is accepted when valid, which shows that the following tokens could be accepted', async () => {
    expect(
      (await send('/organisations', forge({ alg: 'ES256', kid: 'known' }, claims(), known.privateKey)))
        .status,
    ).toBe(200);
    expect((await send('/letter-branding', await adminToken())).status).toBe(200);
    expect((await send('/letter-branding', developmentApiKey)).status).toBe(200);
  });

  it("is rejected when signed with another algorithm than its key's", async () => {
    const keys = await published();
    for (const jwk of keys) {
      const key = createPublicKey({ key: jwk, format: 'jwk' });
      const forms: readonly (readonly [string, Uint8Array])[] = [
        ['PEM', Buffer.from(key.export({ type: 'spki', format: 'pem' }))],
        [
          'PEM without its last line break',
          Buffer.from(String(key.export({ type: 'spki', format: 'pem' })).trim()),
        ],
        ['DER', key.export({ type: 'spki', format: 'der' })],
        ['JWK', Buffer.from(JSON.stringify(jwk))],
        ['modulus or coordinate', Buffer.from(jwk.n ?? jwk.x ?? '', 'base64url')],
      ];
      for (const alg of ['HS256', 'HS384', 'HS512'])
        for (const [form, secret] of forms) {
          const token = await new CompactSign(Buffer.from(JSON.stringify(claims())))
            .setProtectedHeader({ alg, kid: jwk.kid })
            .sign(secret.length < 64 ? Buffer.concat([secret, Buffer.alloc(64 - secret.length)]) : secret);
          await expectRefused(confusion, `${alg} with the ${form} of ${jwk.kid}`, token);
        }
    }
    confusion.expectNoFailure();
  });

  it('is rejected when signed by one key with the kid or the algorithm of another', async () => {
    const algorithms = ['ES256', 'PS256', 'EdDSA', 'RS256'];
    for (const alg of algorithms) {
      const good = await service.issuer.token(claims(), { alg });
      const [, payload = '', signature = ''] = good.split('.');
      for (const other of [
        ...algorithms,
        'ES384',
        'ES512',
        'PS384',
        'PS512',
        'RS512',
        'ES256K',
        'Ed448',
        'none',
      ]) {
        if (other === alg) continue;
        const header = base64url({ alg: other, kid: alg.toLowerCase(), typ: 'at+jwt' });
        await expectRefused(
          confusion,
          `the signature of ${alg} as ${other}`,
          `${header}.${payload}.${signature}`,
        );
        const renamed = base64url({ alg, kid: other.toLowerCase(), typ: 'at+jwt' });
        await expectRefused(
          confusion,
          `${alg} under the kid of ${other}`,
          `${renamed}.${payload}.${signature}`,
        );
      }
    }
    // A key published for RS256 must not be valid for PS256, an accepted algorithm, with either padding.
    for (const [alg, padding] of [
      ['PS256', 6],
      ['PS256', 1],
      ['RS256', 1],
    ] as const) {
      const input = `${base64url({ alg, kid: 'rsa' })}.${base64url(claims())}`;
      const options = padding === 6 ? { padding, saltLength: 32 } : { padding };
      const signature = sign('sha256', Buffer.from(input), { key: onlyRs256.privateKey, ...options });
      await expectRefused(
        confusion,
        `${alg} by a key for RS256, padding ${padding}`,
        `${input}.${signature.toString('base64url')}`,
      );
    }
    confusion.expectNoFailure();
  });

  it('is rejected when unsigned or with a trivial signature', async () => {
    const payload = base64url(claims());
    for (const alg of ['none', 'None', 'NONE', 'nOnE', ' none', 'none\u0000', '', 'null']) {
      await expectRefused(
        confusion,
        `alg ${JSON.stringify(alg)}`,
        `${base64url({ alg, typ: 'at+jwt' })}.${payload}.`,
      );
      await expectRefused(
        confusion,
        `alg ${JSON.stringify(alg)}, signed`,
        `${base64url({ alg })}.${payload}.AAAA`,
      );
    }
    for (const alg of [null, true, 1, [], ['ES256'], {}, undefined])
      await expectRefused(
        confusion,
        `alg ${JSON.stringify(alg)}`,
        `${base64url({ alg, kid: 'es256' })}.${payload}.AAAA`,
      );
    // CVE-2022-21449: r = s = 0, and r = s = n.
    const order = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';
    for (const signature of [
      Buffer.alloc(64),
      Buffer.alloc(64, 0xff),
      Buffer.from(order.repeat(2), 'hex'),
      Buffer.alloc(0),
      Buffer.alloc(63, 1),
      Buffer.alloc(4_096, 1),
    ])
      await expectRefused(
        confusion,
        `an ES256 signature of ${signature.length} bytes`,
        `${base64url({ alg: 'ES256', kid: 'es256' })}.${payload}.${signature.toString('base64url')}`,
      );
    confusion.expectNoFailure();
  });

  it('is rejected with its own key in the header, and no key is fetched', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'mine', alg: 'ES256', use: 'sig' };
    const lure = await startLure([jwk, { ...jwk, kid: 'es256' }]);
    const certificate = readFileSync(
      join(__dirname, '..', 'fixtures', 'client-certificate.pem'),
      'utf8',
    ).replaceAll(/-----[^-]+-----|\s/g, '');
    const extras: readonly (readonly [string, Record<string, unknown>])[] = [
      ['jwk', { jwk }],
      ['jwk beside the kid of a good one', { kid: 'es256', jwk }],
      ['jwk that is a secret', { jwk: { kty: 'oct', k: 'AAAA' } }],
      ['jku', { jku: lure.url, kid: 'mine' }],
      ['jku and a known kid', { jku: lure.url, kid: 'es256' }],
      [
        'jku that begins like the issuer',
        { jku: lure.url.replace('http://', `${service.issuer.url}@`), kid: 'mine' },
      ],
      ['x5u', { x5u: lure.url, kid: 'mine' }],
      ['x5u and a known kid', { x5u: lure.url, kid: 'es256' }],
      ['x5c', { x5c: [certificate], kid: 'mine' }],
      ['x5c and a known kid', { x5c: [certificate], kid: 'es256' }],
      ['x5t', { x5t: 'AAAA', 'x5t#S256': 'AAAA', kid: 'es256' }],
      ['iss in the header', { iss: service.issuer.url, kid: 'mine' }],
      ['kid that is a URL', { kid: lure.url }],
      ['kid that is a path', { kid: '../../../../dev/null' }],
      ['kid that is SQL', { kid: `x' UNION SELECT 'key' --` }],
      ['kid that is a command', { kid: '|curl 127.0.0.1' }],
      ['kid that is __proto__', { kid: '__proto__' }],
      ['kid that is an object', { kid: { $ne: null } }],
      ['kid that is a number', { kid: 1 }],
      ['no kid at all', {}],
      ['crit of what is known', { kid: 'mine', crit: ['exp'], exp: 1 }],
    ];
    for (const [name, extra] of extras) {
      const header = { alg: 'ES256', typ: 'at+jwt', ...extra };
      await expectRefused(brought, name, forge(header, claims(), privateKey));
      const claimed = forge(
        { alg: 'ES256', kid: 'es256' },
        claims({ jwks_uri: lure.url, jku: lure.url, iss: lure.url }),
        privateKey,
      );
      await expectRefused(brought, `${name}, in the claims`, claimed);
      await expectRefusedByNotify(
        brought,
        name,
        forge(header, { iss: 'notify-admin', iat: nowSeconds() }, privateKey),
      );
      const keyed = await new SignJWT({ iss: 'notify-admin', iat: nowSeconds() })
        .setProtectedHeader({ ...extra, crit: undefined, alg: 'HS256' } as unknown as { alg: string })
        .sign(Buffer.from('AAAA'.repeat(16)));
      await expectRefusedByNotify(brought, `${name}, HS256`, keyed);
    }
    brought.expectNoFailure();
    expect(lure.visits()).toBe(0);
    await lure.close();
  });

  it('is rejected with unsupported extensions (RFC 7515 §4.1.11, RFC 7797)', async () => {
    for (const [name, extra] of [
      ['crit of something new', { crit: ['new'], new: true }],
      ['crit that is empty', { crit: [] }],
      ['crit that is no list', { crit: 'b64' }],
      ['crit of what is not there', { crit: ['exp'] }],
      ['crit of alg', { crit: ['alg'] }],
      ['b64 false with crit', { b64: false, crit: ['b64'] }],
    ] as const) {
      await expectRefused(
        brought,
        name,
        forge({ alg: 'ES256', kid: 'known', ...extra }, claims(), known.privateKey),
      );
    }
    brought.expectNoFailure();
  });

  it('is rejected when changed, cut, lengthened or wrapped', async () => {
    const good = forge({ alg: 'ES256', kid: 'known', typ: 'at+jwt' }, claims(), known.privateKey);
    const [header = '', payload = '', signature = ''] = good.split('.');
    const bytes = Buffer.from(signature, 'base64url');
    const flipped = (at: number): string => {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ 1;
      return copy.toString('base64url');
    };
    const der = sign('sha256', Buffer.from(`${header}.${payload}`), known.privateKey).toString('base64url');
    const flattened = await new FlattenedSign(Buffer.from(JSON.stringify(claims())))
      .setProtectedHeader({ alg: 'ES256', kid: 'known' })
      .sign(known.privateKey);
    const jwe = await new CompactEncrypt(Buffer.from(JSON.stringify(claims())))
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: 'known' })
      .encrypt(known.publicKey);
    const tokens: readonly (readonly [string, string])[] = [
      ['the first bit of the signature', `${header}.${payload}.${flipped(0)}`],
      ['the last bit of the signature', `${header}.${payload}.${flipped(bytes.length - 1)}`],
      ['a signature in DER', `${header}.${payload}.${der}`],
      ['a signature twice', `${header}.${payload}.${signature}${signature}`],
      ['a fourth part', `${good}.${signature}`],
      ['a part in front', `${header}.${good}`],
      ['an empty header', `.${payload}.${signature}`],
      ['an empty payload', `${header}..${signature}`],
      ['claims of another token', `${header}.${base64url(claims({ sub: 'x' }))}.${signature}`],
      ['a header of another token', `${base64url({ alg: 'ES256', kid: 'known' })}.${payload}.${signature}`],
      [
        'a token in a token',
        forge(
          { alg: 'ES256', kid: 'known', cty: 'JWT' },
          claims(),
          generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
        ),
      ],
      ['a JWE', jwe],
      [
        'the JSON serialisation',
        base64url({
          payload: flattened.payload,
          protected: flattened.protected,
          signature: flattened.signature,
        }),
      ],
      ['claims that are no object', `${header}.${base64url('"text"')}.${signature}`],
      ['a header that is no JSON', `${base64url('{')}.${payload}.${signature}`],
      ['a header that is a list', `${base64url('[]')}.${payload}.${signature}`],
    ];
    for (const [name, token] of tokens) await expectRefused(tampered, name, token);
    tampered.expectNoFailure();
  });

  it('is rejected when its claims only resemble the required ones', async () => {
    const now = nowSeconds();
    for (const [name, more] of [
      ['an audience that holds ours', { aud: `${audience} other` }],
      ['an audience as an object', { aud: { 0: audience } }],
      ['an audience in a list in a list', { aud: [[audience]] }],
      ['an issuer in a list', { iss: [service.issuer.url] }],
      ['an issuer with a dot behind', { iss: `${service.issuer.url}.` }],
      ['an issuer in capital letters', { iss: service.issuer.url.toUpperCase() }],
      ['an end as text', { exp: String(now + 300) }],
      ['an end that is null', { exp: null }],
      ['an end in a list', { exp: [now + 300] }],
      ['a beginning as text', { nbf: 'tomorrow' }],
      ['a time of issue as text', { iat: 'now' }],
    ] as const)
      await expectRefused(
        tampered,
        name,
        forge({ alg: 'ES256', kid: 'known' }, claims(more as unknown as JWTPayload), known.privateKey),
      );
    for (const typ of [
      'id+jwt',
      'logout+jwt',
      'dpop+jwt',
      'secevent+jwt',
      'application/id+jwt',
      'JOSE',
      'jwt+at',
      'at+jwt; x',
    ])
      await expectRefused(
        tampered,
        `typ ${typ}`,
        forge({ alg: 'ES256', kid: 'known', typ }, claims(), known.privateKey),
      );
    tampered.expectNoFailure();
  });

  it('does not harm the service when huge', async () => {
    for (const kilobytes of [1, 8, 14]) {
      const filler = 'x'.repeat(kilobytes * 700);
      await expectRefused(
        tampered,
        `claims of ${kilobytes} kB under a bad key`,
        forge({ alg: 'ES256', kid: 'es256' }, claims({ filler }), known.privateKey),
      );
      await expectRefused(
        tampered,
        `a kid of ${kilobytes} kB`,
        forge({ alg: 'ES256', kid: filler }, claims(), known.privateKey),
      );
      await expectRefused(tampered, `${kilobytes} kB of dots`, `a${'.a'.repeat(kilobytes * 500)}`);
      await expectRefused(
        tampered,
        `${kilobytes} kB of equals signs`,
        `a.b.c${'='.repeat(kilobytes * 1_000)}`,
      );
      await expectRefusedByNotify(
        tampered,
        `claims of ${kilobytes} kB`,
        await adminToken({ filler }, developmentAdminSecret.replace(/.$/, '!')),
      );
      await expectRefusedByNotify(tampered, `${kilobytes} kB of dots`, `a${'.a'.repeat(kilobytes * 500)}`);
    }
    const oversized = await send('/organisations', `a.b.${'c'.repeat(20_000)}`);
    tampered.note(
      'a token over the limit of headers',
      oversized,
      oversized.status === 431 ? [] : [`${oversized.status}`],
    );
    tampered.expectNoFailure();
  });

  it('is rejected for another audience or another time', async () => {
    const now = nowSeconds();
    const elsewhere: readonly (readonly [string, Record<string, unknown>])[] = [
      ['another audience', { aud: 'https://bank.example' }],
      ['no audience', { aud: undefined }],
      ['another issuer', { iss: 'https://issuer.example' }],
      ['yesterday', { iat: now - 86_400, exp: now - 86_100 }],
      ['a second ago', { exp: now - 1 }],
      ['tomorrow', { nbf: now + 86_400, exp: now + 90_000 }],
      ['no end', { exp: undefined }],
    ];
    for (const [name, more] of elsewhere)
      await expectRefused(replayed, name, await service.issuer.token({ ...claims(), ...more }));
    // A valid token of one API is invalid for the other.
    await expectRefused(replayed, 'a key of Notify', developmentApiKey);
    await expectRefused(
      replayed,
      "the admin's token of Notify",
      await adminToken({ aud: audience, iss: service.issuer.url }),
    );
    const forDirectory = await service.issuer.token(claims());
    await expectRefusedByNotify(replayed, 'a token of the directory', forDirectory);
    await expectRefusedByNotify(
      replayed,
      'a token of the directory with the issuer of Notify',
      forge({ alg: 'ES256', kid: 'known' }, claims({ iss: 'notify-admin' }), known.privateKey),
    );
    await expectRefusedByNotify(replayed, 'a minute old', await adminToken({ iat: now - 60 }));
    await expectRefusedByNotify(replayed, 'for another audience', await adminToken({ aud: 'elsewhere' }));
    await expectRefusedByNotify(replayed, 'past its end', await adminToken({ exp: now - 1 }));
    const [head = '', payload = '', signature = ''] = (await adminToken()).split('.');
    for (const [name, token] of [
      ['with its signature cut', `${head}.${payload}.${signature.slice(0, -4)}`],
      ['with no signature', `${head}.${payload}.`],
      [
        'with other claims',
        `${head}.${base64url({ iss: 'notify-admin', iat: now, more: true })}.${signature}`,
      ],
      ['under none', `${base64url({ alg: 'none' })}.${payload}.`],
      ['under HS512', `${base64url({ alg: 'HS512', typ: 'JWT' })}.${payload}.${signature}`],
    ] as const)
      await expectRefusedByNotify(replayed, name, token);
    replayed.expectNoFailure();
  });
});
