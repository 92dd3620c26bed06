import { randomBytes, randomUUID } from 'node:crypto';
import type { Answer } from '../support/answer.js';
import { startApp, type TestApp } from '../support/app.js';
import { passMonotonicSeconds } from '../support/clock.js';
import { software } from '../support/identities.js';
import { type IntrospectionServer, startIntrospectionServer } from '../support/introspection-server.js';
import { audience } from '../support/issuer.js';
import { Attack } from './support/attack.js';
import { faultsOf } from './support/verdict.js';

/** The default of AUTH_FAILURES_PER_MINUTE. */
const budget = 100;
const tokens = 1_000;
/** Fewer than the introspections that may be in flight. */
const atOnce = 10;

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const opaqueToken = (): string => randomBytes(24).toString('base64url');

describe('a flood of made-up tokens', () => {
  let endpoint: IntrospectionServer;
  let service: TestApp;
  const attack = new Attack('tokens: flood of made-up tokens');
  beforeEach(async () => {
    // Stopped, so that a slow flood stays within one window.
    passMonotonicSeconds(0);
    endpoint = await startIntrospectionServer();
    service = await startApp({
      ...endpoint.environment,
      AUTH_FAILURES_PER_MINUTE: String(budget),
      TRUSTED_PROXIES: '127.0.0.1',
    });
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await service.close();
    await endpoint.close();
  });

  const get = (token: string, address: string, target = '/organisations'): Promise<Answer> =>
    service.as(null).get(target, {
      headers: { authorization: `Bearer ${token}`, forwarded: `for="[${address}]"` },
    });

  /** Sends each token once and returns the numbers of answers by status. */
  async function flood(
    made: readonly string[],
    addressOf: (at: number) => string,
  ): Promise<Map<number, number>> {
    const counts = new Map<number, number>();
    const rest = made.map((token, at) => ({ token, address: addressOf(at) }));
    const send = async (): Promise<void> => {
      for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
        const answer = await get(next.token, next.address);
        const faults = faultsOf('GET', '/organisations', answer);
        const seconds = Number(answer.headers.get('retry-after'));
        if (answer.status === 429 && !(seconds >= 1 && seconds <= 60)) faults.push('no Retry-After');
        attack.note(next.token.slice(0, 20), answer, faults);
        counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, send));
    attack.expectNoFailure();
    return counts;
  }
  const refused = new Map([
    [401, budget],
    [429, tokens - budget],
  ]);
  const anywhere = (): string => '2001:db8::1';

  it('causes as many introspections as the budget, and 429 for the rest', async () => {
    const made = Array.from({ length: tokens }, opaqueToken);
    expect(await flood(made, anywhere)).toEqual(refused);
    expect(endpoint.requests()).toBe(budget);
  });

  it.each([
    ['one /64 network', (at: number) => `2001:db8:0:1::${(at + 1).toString(16)}`, budget],
    [
      'one IPv4 address, in the forms of IPv6',
      (at: number) => ['::ffff:192.0.2.1', '::ffff:c000:201'][at % 2],
      budget,
    ],
    ['ten /64 networks', (at: number) => `2001:db8:0:${at % 10}::1`, 10 * budget],
  ])('from %s is counted by network', async (_, addressOf, calls) => {
    await flood(Array.from({ length: tokens }, opaqueToken), (at) => addressOf(at) ?? '');
    expect(endpoint.requests()).toBe(calls);
  });

  it('of JWTs with fresh kids causes one request for the keys, and 429 after the budget', async () => {
    const good = await service.issuer.token(software);
    expect((await get(good, '2001:db8:9::1')).status).toBe(200);
    const [, payload = '', signature = ''] = good.split('.');
    const made = Array.from(
      { length: tokens },
      () => `${base64url({ alg: 'ES256', typ: 'at+jwt', kid: randomUUID() })}.${payload}.${signature}`,
    );
    expect(await flood(made, anywhere)).toEqual(refused);
    expect(service.issuer.jwksRequests()).toBeLessThanOrEqual(2);
    expect(endpoint.requests()).toBe(0);
  });

  it('of JWTs with bad signatures of a known key gets 429 after the budget', async () => {
    const [header = '', payload = ''] = (await service.issuer.token(software)).split('.');
    const made = Array.from(
      { length: tokens },
      () => `${header}.${payload}.${randomBytes(64).toString('base64url')}`,
    );
    expect(await flood(made, anywhere)).toEqual(refused);
  });

  it('of one token in many concurrent requests causes one introspection', async () => {
    const token = opaqueToken();
    const answers = await Promise.all(Array.from({ length: 200 }, () => get(token, '2001:db8::1')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect(endpoint.requests()).toBeLessThanOrEqual(2);
  });

  it('of good tokens is not limited', async () => {
    const made = Array.from({ length: 2 * budget }, opaqueToken);
    for (const token of made)
      endpoint.know(token, { active: true, scope: 'directory:software', client_id: 'tpp', aud: audience });
    expect(await flood(made, anywhere)).toEqual(new Map([[200, 2 * budget]]));
  });

  it('of expired tokens uses up no budget, because their signatures are not checked', async () => {
    const expired = await service.issuer.token({ ...software, exp: Math.floor(Date.now() / 1_000) - 1 });
    const made = Array.from({ length: 2 * budget }, () => expired);
    expect(await flood(made, anywhere)).toEqual(new Map([[401, 2 * budget]]));
  });

  it('leaves a neighbour behind the same address the tokens that were valid before', async () => {
    const known = { active: true, scope: 'directory:software', client_id: 'tpp', aud: audience };
    for (const token of ['before', 'new']) endpoint.know(token, known);
    const jwt = await service.issuer.token(software);
    for (const token of ['before', jwt]) expect((await get(token, anywhere())).status).toBe(200);
    await flood(Array.from({ length: tokens }, opaqueToken), anywhere);
    const statuses = async (...sent: string[]): Promise<number[]> => {
      const answers = await Promise.all(sent.map((token) => get(token, anywhere())));
      return answers.map(({ status }) => status);
    };
    expect(await statuses('before', jwt)).toEqual([200, 200]);
    // After the lifetime of the cached introspection, so the token is introspected again.
    passMonotonicSeconds(6);
    const calls = endpoint.requests();
    expect(await statuses('before', jwt, 'new')).toEqual([200, 200, 429]);
    expect(endpoint.requests()).toBe(calls + 1);
    expect((await get('new', '2001:db8:0:2::1')).status).toBe(200);
    const other = await service.issuer.token({ ...software, jti: 'other' });
    expect(await statuses(other)).toEqual([429]);
    passMonotonicSeconds(60);
    expect(await statuses('new', other)).toEqual([200, 200]);
  });

  it('of a token that was revoked uses up the budget again', async () => {
    endpoint.know('revoked', { active: true, scope: 'directory:software', client_id: 'tpp', aud: audience });
    expect((await get('revoked', anywhere())).status).toBe(200);
    endpoint.know('revoked', { active: false });
    passMonotonicSeconds(6);
    const calls = endpoint.requests();
    expect((await get('revoked', anywhere())).status).toBe(401);
    // After the lifetime of the cached refusal.
    passMonotonicSeconds(1.1);
    expect((await get('revoked', anywhere())).status).toBe(401);
    await flood(Array.from({ length: tokens }, opaqueToken), anywhere);
    // The first refusal needed no budget.
    expect(endpoint.requests() - calls).toBe(budget + 1);
  });
});
