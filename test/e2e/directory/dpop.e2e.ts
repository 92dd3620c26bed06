import { passMonotonicSeconds, passSeconds } from '../../support/clock.js';
import { createHmac, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Answer } from '../../support/answer.js';
import { startApp, type TestApp } from '../../support/app.js';
import { anOrganisationBody } from '../../support/builders/organisation.js';
import type { Identity } from '../../support/client.js';
import { type ProofOptions, Prover } from '../../support/dpop.js';
import { expectErrors } from '../../support/framing.js';
import { admin, software } from '../../support/identities.js';
import { audience } from '../../support/issuer.js';
import { startIntrospectionServer } from '../../support/introspection-server.js';
import { sendRequest } from '../../support/raw-http.js';

const algorithms = 'algs="PS256 ES256 EdDSA Ed25519"';
const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

/** RFC 9449 §7.1: the challenge contains the error and the accepted algorithms. */
function expectRefused(answer: Answer, error: string): void {
  expectErrors(answer, 401);
  const [, found, description, rest] =
    /^DPoP realm="organisations-directory", error="([a-z_]+)", error_description="([^"\\]+)", (.*)$/.exec(
      answer.headers.get('www-authenticate') ?? '',
    ) ?? [];
  expect([found, rest]).toEqual([error, algorithms]);
  // RFC 6750 §3 allows no quotation marks in a description.
  const sentences = (answer.body as { errors: string[] }).errors;
  expect(sentences.map((sentence) => sentence.replaceAll('"', ''))).toEqual([description]);
}

/** A service, a key and a token bound to that key. */
class Scene {
  private constructor(
    readonly service: TestApp,
    readonly prover: Prover,
    readonly token: string,
    readonly url: string,
  ) {}

  static async create(service: TestApp, algorithm = 'ES256', identity: Identity = software): Promise<Scene> {
    const prover = await Prover.create(algorithm);
    const token = await service.issuer.token({
      ...identity,
      cnf: { jkt: prover.thumbprint },
      exp: nowSeconds() + 3_600,
    });
    return new Scene(service, prover, token, `${service.origin}/organisations`);
  }

  proof(wrong: Partial<ProofOptions> = {}): Promise<string> {
    return this.prover.proof({ url: this.url, token: this.token, ...wrong });
  }

  /** Sends GET /organisations with the token and an invalid proof. */
  async get(wrong: Partial<ProofOptions> = {}, headers: Record<string, string> = {}): Promise<Answer> {
    return this.getWith(await this.proof(wrong), headers);
  }

  getWith(dpop: string, headers: Record<string, string> = {}): Promise<Answer> {
    const all = { authorization: `DPoP ${this.token}`, dpop, ...headers };
    return this.service.as(null).get('/organisations', { headers: all });
  }
}

describe('a token that is bound to a key (DPoP, RFC 9449)', () => {
  let service: TestApp;
  let scene: Scene;
  beforeAll(async () => {
    service = await startApp();
    scene = await Scene.create(service);
  });
  afterEach(() => {
    jest.useRealTimers();
  });
  afterAll(() => service.close());

  describe('is accepted', () => {
    it.each(['PS256', 'ES256', 'EdDSA', 'Ed25519'])('with a proof signed with %s', async (algorithm) => {
      expect((await (await Scene.create(service, algorithm)).get()).status).toBe(200);
    });

    it.each(['dpop', 'DPOP', 'dPoP'])('under the scheme %s', async (scheme) => {
      expect((await scene.get({}, { authorization: `${scheme} ${scene.token}` })).status).toBe(200);
    });

    it('again with a new proof for each request', async () => {
      for (let round = 0; round < 3; round += 1) expect((await scene.get()).status).toBe(200);
    });

    it('for a change, and the history names the client', async () => {
      const writer = await Scene.create(service, 'ES256', { ...admin, client_id: 'dpop-client' });
      const headers = await writer.prover.headers({ url: writer.url, token: writer.token, method: 'POST' });
      const answer = await service.as(null).post('/organisations', anOrganisationBody(), { headers });
      expect(answer.status).toBe(201);
      const rows = await service.database.query('SELECT client_id FROM directory.organisation_history');
      expect(rows).toEqual([{ client_id: 'dpop-client' }]);
    });

    it.each([
      ['with a query that the proof omits', (url: string) => url, '?size=1'],
      ['whose proof has a query and a fragment', (url: string) => `${url}?size=2#x`, ''],
      ['with an upper-case host', (url: string) => url.replace('http://127.0.0.1', 'HTTP://127.0.0.1'), ''],
      ['with needless percent-encoding in the path', (url: string) => url.replace('organ', '%6frg%61n'), ''],
      ['with dot segments in the path', (url: string) => url.replace('/organ', '/x/../organ'), ''],
    ])('for a request %s', async (_, spell, query) => {
      const headers = await scene.prover.headers({ url: spell(scene.url), token: scene.token });
      expect((await service.as(null).get(`/organisations${query}`, { headers })).status).toBe(200);
    });

    it('for a path with lower-case percent-encoding', async () => {
      const path = '/organisations/a%c3%a9%2fb';
      const url = `${service.origin}/organisations/a%C3%A9%2Fb`;
      const headers = await scene.prover.headers({ url, token: scene.token });
      expect((await service.as(null).get(path, { headers })).status).toBe(404);
    });

    it.each([
      ['59 s ago', -59],
      ['9 s ahead, since clocks differ', 9],
    ])('with a proof made %s', async (_, seconds) => {
      expect((await scene.get({ claims: { iat: nowSeconds() + seconds } })).status).toBe(200);
    });

    it.each([
      ['60 s ago', -60],
      ['10 s ahead', 10],
    ])('with a proof made exactly %s', async (_, seconds) => {
      passSeconds(0);
      expect((await scene.get({ claims: { iat: nowSeconds() + seconds } })).status).toBe(200);
    });

    it('with an unrequested nonce in the proof', async () => {
      expect((await scene.get({ claims: { nonce: 'any' } })).status).toBe(200);
    });
  });

  describe('is rejected with invalid_dpop_proof', () => {
    it.each<[string, Partial<ProofOptions> | (() => Partial<ProofOptions>)]>([
      ['for another method', { method: 'POST' }],
      ['for the method in small letters', { method: 'get' }],
      ['for another token', { token: 'x.y.z' }],
      ['for no URI', { url: 'organisations' }],
      ['for another scheme', { url: 'ftp://127.0.0.1/organisations' }],
      ['made 90 s ago', () => ({ claims: { iat: nowSeconds() - 90 } })],
      ['made 30 s ahead', () => ({ claims: { iat: nowSeconds() + 30 } })],
      ['that expired, as it says itself', () => ({ claims: { exp: nowSeconds() - 30 } })],
      ['without jti', { claims: { jti: undefined } }],
      ['with an empty jti', { claims: { jti: '' } }],
      ['with a jti that is not a string', { claims: { jti: 7 } }],
      ['without htm', { claims: { htm: undefined } }],
      ['without htu', { claims: { htu: undefined } }],
      ['without iat', { claims: { iat: undefined } }],
      ['with iat as a string', () => ({ claims: { iat: String(nowSeconds()) } })],
      ['without ath', { claims: { ath: undefined } }],
      ['without type', { header: { typ: undefined } }],
      ['of type JWT', { header: { typ: 'JWT' } }],
      ['of type at+jwt', { header: { typ: 'at+jwt' } }],
      ['without its key', { header: { jwk: undefined } }],
      ['with a key that is a string', { header: { jwk: 'key' } }],
      ['with an invalid key', { header: { jwk: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } } }],
      ['with a key of an unknown kind', { header: { jwk: { kty: 'X' } } }],
      ['with a symmetric key', { header: { jwk: { kty: 'oct', k: 'c2VjcmV0' } } }],
      [
        'that points to its key',
        { header: { jwk: undefined, jku: 'http://127.0.0.1:1/jwks', kid: 'es256' } },
      ],
    ])('with a proof %s', async (_, wrong) => {
      const options = typeof wrong === 'function' ? wrong() : wrong;
      expectRefused(await scene.get(options), 'invalid_dpop_proof');
    });

    it.each([
      ['61 s ago', 'too old', -61, /too old: its iat may be at most 60 seconds ago/],
      ['60.5 s ago', 'too old', -60.5, /too old/],
      ['11 s ahead', 'from the future', 11, /from the future: its iat may be at most 10 seconds ahead/],
      ['in milliseconds', 'from the future', 1.7e12, /iat counts seconds, not milliseconds/],
    ])('with a proof made exactly %s, which is %s', async (_, _reason, seconds, sentence) => {
      passSeconds(0);
      const answer = await scene.get({ claims: { iat: nowSeconds() + seconds } });
      expectRefused(answer, 'invalid_dpop_proof');
      expect(answer.text).toMatch(sentence);
    });

    it.each([
      ['without iat', { iat: undefined }, /must have the claim iat/],
      ['with iat as a string', { iat: '1' }, /iat: the time when it was made, a number of seconds/],
      ['that has expired', { exp: 1 }, /expired by its own claim exp/],
      ['that is not valid yet', { nbf: 4e9 }, /not valid yet by its own claim nbf/],
    ])('with a proof %s, and the sentence names the claim', async (_, claims, sentence) => {
      expect((await scene.get({ claims })).text).toMatch(sentence);
    });

    it('with a proof that contains its private key', async () => {
      expectRefused(await scene.get({ header: { jwk: scene.prover.privateJwk } }), 'invalid_dpop_proof');
      const half = { ...scene.prover.publicJwk, p: 'AQAB' };
      expectRefused(await scene.get({ header: { jwk: half } }), 'invalid_dpop_proof');
    });

    it('with a proof for another host, port, scheme or path', async () => {
      const other = scene.url.replace('127.0.0.1', '127.0.0.2');
      for (const url of [
        other,
        'http://127.0.0.1/organisations',
        `${scene.url}/`,
        scene.url.replace('//', '//a@'),
      ])
        expectRefused(await scene.get({ url }), 'invalid_dpop_proof');
    });

    it.each(['RS256', 'ES384', 'PS512', 'ES512'])('with a proof signed with %s', async (algorithm) => {
      expectRefused(await (await Scene.create(service, algorithm)).get(), 'invalid_dpop_proof');
    });

    it('with a proof signed with HS256, the public key as the secret', async () => {
      const [, payload = ''] = (await scene.proof()).split('.');
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
      const secret = Buffer.from(JSON.stringify(scene.prover.publicJwk));
      const proof = await new SignJWT(claims)
        .setProtectedHeader({ typ: 'dpop+jwt', alg: 'HS256', jwk: scene.prover.publicJwk })
        .sign(secret);
      expectRefused(await scene.getWith(proof), 'invalid_dpop_proof');
    });

    it.each(['none', 'None'])('with an unsigned proof (alg %s)', async (alg) => {
      const [, payload = ''] = (await scene.proof()).split('.');
      const header = { typ: 'dpop+jwt', alg, jwk: scene.prover.publicJwk };
      const unsigned = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}.`;
      expectRefused(await scene.getWith(unsigned), 'invalid_dpop_proof');
    });

    it('with a modified proof or one that is not a JWT', async () => {
      const [header = '', payload = '', signature = ''] = (await scene.proof()).split('.');
      const [, other = ''] = (await scene.proof()).split('.');
      const broken = [`${header}.${other}.${signature}`, `${header}.${payload}.`, 'x', 'x.y.z', '..', 'a, b'];
      for (const proof of broken) expectRefused(await scene.getWith(proof), 'invalid_dpop_proof');
    });

    it('without a proof, with an empty proof and with two proofs', async () => {
      const authorization = ['Authorization', `DPoP ${scene.token}`] as const;
      const proof = await scene.proof();
      const another = await scene.proof();
      for (const proofs of [[], [''], [proof, another], [proof, proof], [`${proof}, ${another}`]]) {
        const headers = [authorization, ...proofs.map((value) => ['DPoP', value] as const)];
        expectRefused(await sendRequest(service.origin, { headers }), 'invalid_dpop_proof');
      }
    });

    it('with a replayed proof', async () => {
      const proof = await scene.proof({ claims: { iat: nowSeconds() + 9 } });
      expect((await scene.getWith(proof)).status).toBe(200);
      for (let round = 0; round < 3; round += 1)
        expectRefused(await scene.getWith(proof), 'invalid_dpop_proof');
    });

    it('for all but one of many concurrent requests with the same proof', async () => {
      const proof = await scene.proof();
      const answers = await Promise.all(Array.from({ length: 10 }, () => scene.getWith(proof)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(401)]);
    });
  });

  it('does not record a proof that is rejected for another reason as used', async () => {
    const proof = await scene.proof();
    const other = await service.issuer.token({ ...software, cnf: { jkt: scene.prover.thumbprint } });
    const headers = { authorization: `DPoP ${other}`, dpop: proof };
    expectRefused(await service.as(null).get('/organisations', { headers }), 'invalid_dpop_proof');
    expect((await scene.getWith(proof)).status).toBe(200);
  });

  it('accepts the same jti in proofs of two keys', async () => {
    const second = await Scene.create(service);
    const claims = { jti: randomUUID() };
    expect((await scene.get({ claims })).status).toBe(200);
    expect((await second.get({ claims })).status).toBe(200);
  });

  describe('with a proof that a refused request did not use up', () => {
    afterEach(() => {
      jest.restoreAllMocks();
    });

    it('answers 403 again to a proof whose token has not the scope', async () => {
      const outsider = await Scene.create(service, 'ES256', { ...software, scope: 'openid' });
      const proof = await outsider.proof();
      for (let round = 0; round < 3; round += 1) expectErrors(await outsider.getWith(proof), 403);
    });

    it('answers 429 above the rate limit, then accepts the proof once', async () => {
      const limited = await startApp({ RATE_LIMIT_PER_MINUTE: '1' });
      const caller = await Scene.create(limited);
      const proof = await caller.proof();
      expect((await caller.get()).status).toBe(200);
      for (let round = 0; round < 3; round += 1) expectErrors(await caller.getWith(proof), 429);
      passMonotonicSeconds(60.1);
      expect((await caller.getWith(proof)).status).toBe(200);
      passMonotonicSeconds(60.1);
      expectRefused(await caller.getWith(proof), 'invalid_dpop_proof');
      await limited.close();
    });

    it('refuses a replay on a path that needs no token', async () => {
      const url = `${service.origin}/organisations/export/open-data`;
      const headers = await scene.prover.headers({ url, token: scene.token });
      const get = (): Promise<Answer> => service.as(null).get('/organisations/export/open-data', { headers });
      expect((await get()).status).toBe(200);
      expectRefused(await get(), 'invalid_dpop_proof');
    });
  });

  describe('with AUTH_FAILURES_PER_MINUTE', () => {
    let limited: TestApp;
    beforeEach(async () => {
      limited = await startApp({ AUTH_FAILURES_PER_MINUTE: '3' });
    });
    afterEach(async () => {
      jest.restoreAllMocks();
      await limited.close();
    });

    it('answers 429 after three bad proofs of its key, and accepts the proofs of other keys and the next minute', async () => {
      const [caller, other] = [await Scene.create(limited), await Scene.create(limited)];
      expect((await caller.get()).status).toBe(200);
      for (let round = 0; round < 3; round += 1)
        expectRefused(await caller.get({ method: 'PUT' }), 'invalid_dpop_proof');
      const refused = await caller.get();
      expectErrors(refused, 429);
      expect(refused.headers.get('retry-after')).toMatch(/^([1-9]|[1-5]\d|60)$/);
      expect((await other.get()).status).toBe(200);
      passMonotonicSeconds(60.1);
      expect((await caller.get()).status).toBe(200);
    });
  });

  describe('is rejected with invalid_token', () => {
    it('with a valid proof of another key', async () => {
      const thief = await Prover.create();
      const headers = await thief.headers({ url: scene.url, token: scene.token });
      expectRefused(await service.as(null).get('/organisations', { headers }), 'invalid_token');
    });

    it.each([
      ['not bound at all', undefined],
      ['bound to a certificate only', { 'x5t#S256': 'x' }],
      ['bound to nothing known', {}],
      ['bound to a key whose name is no text', { jkt: ['x'] }],
    ])('under the DPoP scheme when %s', async (_, cnf) => {
      const token = await service.issuer.token({ ...software, cnf });
      const headers = await scene.prover.headers({ url: scene.url, token });
      expectRefused(await service.as(null).get('/organisations', { headers }), 'invalid_token');
    });

    it('when also bound to a certificate and the connection has none', async () => {
      const cnf = { jkt: scene.prover.thumbprint, 'x5t#S256': 'x' };
      const token = await service.issuer.token({ ...software, cnf });
      const headers = await scene.prover.headers({ url: scene.url, token });
      expectRefused(await service.as(null).get('/organisations', { headers }), 'invalid_token');
    });

    it('when expired, malformed or from another issuer, with a valid proof', async () => {
      const cnf = { jkt: scene.prover.thumbprint };
      const expired = await service.issuer.token({ ...software, cnf, exp: nowSeconds() - 1 });
      const foreign = await service.issuer.token({ ...software, cnf, iss: 'https://other.example' });
      for (const token of [expired, foreign, 'x', 'x.y.z']) {
        const headers = await scene.prover.headers({ url: scene.url, token });
        expectRefused(await service.as(null).get('/organisations', { headers }), 'invalid_token');
      }
    });

    it('as a bearer token with a valid proof', async () => {
      const answer = await scene.get({}, { authorization: `Bearer ${scene.token}` });
      expectErrors(answer, 401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/);
    });
  });

  it('gets a DPoP challenge when its scope is insufficient', async () => {
    const headers = await scene.prover.headers({ url: scene.url, token: scene.token, method: 'POST' });
    const answer = await service.as(null).post('/organisations', anOrganisationBody(), { headers });
    expectErrors(answer, 403);
    expect(answer.headers.get('www-authenticate')).toBe(
      `DPoP realm="organisations-directory", error="insufficient_scope", scope="directory:admin", ${algorithms}`,
    );
  });

  it('gets 401 from the public participants file when its proof is invalid', async () => {
    const path = '/organisations/export/open-data';
    const url = `${service.origin}${path}`;
    const good = await scene.prover.headers({ url, token: scene.token });
    expect((await service.as(null).get(path, { headers: good })).status).toBe(200);
    expectRefused(await service.as(null).get(path, { headers: good }), 'invalid_dpop_proof');
  });

  it('may be opaque, with its binding in the introspection response', async () => {
    const endpoint = await startIntrospectionServer();
    const introspecting = await startApp(endpoint.environment);
    const cnf = { jkt: scene.prover.thumbprint };
    endpoint.know('opaque', { ...software, aud: audience, active: true, cnf });
    const url = `${introspecting.origin}/organisations`;
    const get = (headers: Record<string, string>): Promise<Answer> =>
      introspecting.as(null).get('/organisations', { headers });
    expect((await get(await scene.prover.headers({ url, token: 'opaque' }))).status).toBe(200);
    expectErrors(await get({ authorization: 'Bearer opaque' }), 401);
    await introspecting.close();
    await endpoint.close();
  });
});

describe('AUTH_REQUIRE_SENDER_CONSTRAINED', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp({ AUTH_REQUIRE_SENDER_CONSTRAINED: 'true' });
  });
  afterAll(() => service.close());

  it('accepts a token with a proof of its key and rejects an unbound token', async () => {
    expect((await (await Scene.create(service)).get()).status).toBe(200);
    expectErrors(await service.as(software).get('/organisations'), 401);
  });

  it('offers both schemes in the challenge for a request without a token', async () => {
    const answer = await service.as(null).get('/organisations');
    expect(answer.headers.get('www-authenticate')).toBe(
      `Bearer realm="organisations-directory", DPoP realm="organisations-directory", ${algorithms}`,
    );
  });
});

describe('the URI that a proof must name', () => {
  const scenes = new Map<string, Promise<Scene>>();
  /** Returns one service for all tests with the same settings. */
  const sceneWith = (environment: Record<string, string>): Promise<Scene> => {
    const name = JSON.stringify(environment);
    const scene = scenes.get(name) ?? startApp(environment).then((service) => Scene.create(service));
    scenes.set(name, scene);
    return scene;
  };
  const statusOf = async (
    environment: Record<string, string>,
    origin: string,
    headers: Record<string, string>,
  ): Promise<number> => {
    const scene = await sceneWith(environment);
    const url = `${origin === '' ? scene.service.origin : origin}/organisations`;
    return (await scene.get({ url }, headers)).status;
  };
  afterAll(async () => {
    for (const scene of scenes.values()) await (await scene).service.close();
  });

  const proxied = { TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8' };
  const directory = 'https://directory.example';

  it.each([
    ['of a trusted proxy', 'for=198.51.100.1;proto=https;host=directory.example', 200],
    ['of a trusted proxy, quoted', 'For="[2001:db8::1]:99";Proto=HTTPS;Host="directory.example:443"', 200],
    [
      'of the outermost trusted proxy',
      'for=198.51.100.1;proto=https;host=directory.example, for=10.0.0.1;proto=http;host=inner',
      200,
    ],
    [
      'but not from peers beyond the trusted proxies',
      'for=10.0.0.9;proto=https;host=directory.example, for=198.51.100.1;proto=https;host=other.example',
      401,
    ],
    ['but not with another scheme', 'for=198.51.100.1;proto=http;host=directory.example', 401],
    ['but not with an invalid scheme', 'for=198.51.100.1;proto=x;host=directory.example', 401],
    ['but not with an invalid host', 'for=198.51.100.1;proto=https;host="a b"', 401],
  ])('is taken from Forwarded %s', async (_, forwarded, status) => {
    expect(await statusOf(proxied, directory, { forwarded })).toBe(status);
  });

  it('is taken from Host when the proxy sends only the scheme', async () => {
    const scene = await sceneWith(proxied);
    const url = scene.url.replace('http:', 'https:');
    expect((await scene.get({ url }, { forwarded: 'for=198.51.100.1;proto=https' })).status).toBe(200);
  });

  it('ignores Forwarded from a peer that is not a trusted proxy', async () => {
    const forwarded = 'for=198.51.100.1;proto=https;host=directory.example';
    expect(await statusOf({}, directory, { forwarded })).toBe(401);
  });

  it('has one of PUBLIC_ORIGINS as its origin, whatever Host contains', async () => {
    const environment = { PUBLIC_ORIGINS: `${directory},https://directory.test` };
    expect(await statusOf(environment, directory, {})).toBe(200);
    expect(await statusOf(environment, 'https://directory.test', {})).toBe(200);
    expect(await statusOf(environment, '', {})).toBe(401);
  });

  describe('with a base path in PUBLIC_ORIGINS', () => {
    const environment = { PUBLIC_ORIGINS: 'https://api.example.com/directory/,https://plain.example' };

    it.each([
      ['https://api.example.com/directory', 200],
      ['https://API.example.com:443/%64irectory', 200],
      ['https://plain.example', 200],
      ['https://api.example.com', 401],
      ['https://api.example.com/Directory', 401],
      ['https://api.example.com/directory/directory', 401],
      ['https://plain.example/directory', 401],
    ])('a proof for %s/organisations answers %i', async (origin, status) => {
      expect(await statusOf(environment, origin, {})).toBe(status);
    });

    it('does not let dot segments leave the base path', async () => {
      const scene = await sceneWith(environment);
      const url = 'https://api.example.com/organisations';
      const headers = await scene.prover.headers({ url, token: scene.token });
      const lines = Object.entries(headers);
      const answer = await sendRequest(scene.service.origin, { target: '/../organisations', headers: lines });
      expect(answer.status).not.toBe(200);
    });

    it('names the accepted URIs in the error', async () => {
      const answer = await (await sceneWith(environment)).get({});
      expectRefused(answer, 'invalid_dpop_proof');
      expect(answer.text).toContain(
        'its htu must be https://api.example.com/directory or https://plain.example and the path of the request',
      );
    });
  });
});

describe('with AUTH_DPOP_NONCE_SECRETS', () => {
  const secret = 'a secret of more than 32 characters';
  const former = 'another one of more than 32 characters';
  let service: TestApp;
  let scene: Scene;
  beforeAll(async () => {
    service = await startApp({ AUTH_DPOP_NONCE_SECRETS: `${secret},${former}` });
    scene = await Scene.create(service);
  });
  afterEach(() => {
    jest.useRealTimers();
  });
  afterAll(() => service.close());

  /** Returns the nonce that the directory derives from a secret for the minute `minutes` from now. */
  const nonceOf = (of: string, minutes = 0): string =>
    createHmac('sha256', of)
      .update(`DPoP-Nonce ${Math.floor(Date.now() / 60_000) + minutes}`)
      .digest('base64url');
  const nonceIn = (answer: Answer): string => answer.headers.get('dpop-nonce') ?? '';

  it('rejects a proof without a nonce and accepts one with the nonce of that response', async () => {
    const refused = await scene.get();
    expectRefused(refused, 'use_dpop_nonce');
    expect(nonceIn(refused)).toMatch(/^[\w-]{43}$/);
    const good = await scene.get({ claims: { nonce: nonceIn(refused) } });
    expect(good.status).toBe(200);
    expect(nonceIn(good)).toMatch(/^[\w-]{43}$/);
  });

  it('accepts a nonce in several requests, but rejects a replayed proof', async () => {
    const nonce = nonceIn(await scene.get());
    const proof = await scene.proof({ claims: { nonce } });
    expect((await scene.getWith(proof)).status).toBe(200);
    expect((await scene.get({ claims: { nonce } })).status).toBe(200);
    expectRefused(await scene.getWith(proof), 'invalid_dpop_proof');
  });

  it.each([
    ['one hour behind', -3_600],
    ['five minutes ahead', 300],
  ])('accepts a proof with a valid nonce and a clock %s (RFC 9449 §11.1)', async (_, seconds) => {
    const refused = await scene.get({ claims: { iat: nowSeconds() + seconds } });
    expectRefused(refused, 'use_dpop_nonce');
    const claims = { iat: nowSeconds() + seconds, nonce: nonceIn(refused) };
    expect((await scene.get({ claims })).status).toBe(200);
  });

  it('rejects a proof with a valid nonce and without iat', async () => {
    const nonce = nonceIn(await scene.get());
    expectRefused(await scene.get({ claims: { iat: undefined, nonce } }), 'invalid_dpop_proof');
  });

  it('rejects a proof that is replayed in the last second of its nonce', async () => {
    passSeconds(60 - (nowSeconds() % 60));
    const proof = await scene.proof({ claims: { nonce: nonceOf(secret, 1) } });
    expect((await scene.getWith(proof)).status).toBe(200);
    jest.setSystemTime(Date.now() + 179_000);
    expectRefused(await scene.getWith(proof), 'invalid_dpop_proof');
  });

  it.each([
    ['of another secret', () => nonceOf('x'.repeat(40))],
    ['that is expired', () => nonceOf(secret, -3)],
    ['that is malformed', () => 'nonce'],
    ['that is not a string', () => 7],
  ])('rejects a nonce %s and sends a valid one', async (_, nonce) => {
    const answer = await scene.get({ claims: { nonce: nonce() } });
    expectRefused(answer, 'use_dpop_nonce');
    expect((await scene.get({ claims: { nonce: nonceIn(answer) } })).status).toBe(200);
  });

  it('accepts a nonce of the previous minute and a nonce of the previous secret', async () => {
    passSeconds(0);
    expect((await scene.get({ claims: { nonce: nonceOf(secret, -1) } })).status).toBe(200);
    expect((await scene.get({ claims: { nonce: nonceOf(former) } })).status).toBe(200);
  });

  it.each([
    ['the minute before last', -2, 401],
    ['the minute before', -1, 200],
    ['the next minute', 1, 200],
    ['the minute after next', 2, 401],
  ])('a nonce of %s (%i) answers %i', async (_, minutes, status) => {
    passSeconds(0);
    expect((await scene.get({ claims: { nonce: nonceOf(secret, minutes) } })).status).toBe(status);
  });

  it('accepts an issued nonce after one minute and rejects it after three', async () => {
    const nonce = nonceIn(await scene.get());
    passSeconds(60);
    expect((await scene.get({ claims: { nonce } })).status).toBe(200);
    passSeconds(120);
    expectRefused(await scene.get({ claims: { nonce } }), 'use_dpop_nonce');
  });

  it('accepts a nonce of another instance with the same secret', async () => {
    const sibling = await service.startSibling();
    const nonce = nonceIn(await scene.get());
    const url = `${sibling.origin}/organisations`;
    const headers = await scene.prover.headers({ url, token: scene.token, claims: { nonce } });
    expect((await sibling.as(null).get('/organisations', { headers })).status).toBe(200);
    await sibling.close();
  });

  it('neither requires nor sends a nonce for bearer tokens', async () => {
    const answer = await service.as(software).get('/organisations');
    expect([answer.status, answer.headers.get('dpop-nonce')]).toEqual([200, null]);
  });
});
