import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { SignJWT } from 'jose';
import { IssuerKeys } from '../../../src/http/auth/issuer-keys.js';
import type { Answer } from '../../support/answer.js';
import { type Sibling, startApp, type TestApp } from '../../support/app.js';
import { expectInvalidToken, getWith } from '../../support/bearer.js';
import { passMonotonicSeconds, passSeconds } from '../../support/clock.js';
import { expectErrors } from '../../support/framing.js';
import { software } from '../../support/identities.js';
import { audience } from '../../support/issuer.js';
import { eventsIn } from '../../support/security-events.js';
import { until } from '../../support/until.js';

/** A port without a listener. */
const nowhere = 'http://127.0.0.1:1';
/** OpenID Connect Discovery, then RFC 8414. */
const asksOfMetadata = 2;
const refreshSeconds = 120;
const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

let service: TestApp;
beforeEach(() => {
  passMonotonicSeconds(0);
});
afterEach(async () => {
  jest.restoreAllMocks();
  jest.useRealTimers();
  await service.close();
});

async function start(environment: Readonly<Record<string, string>> = {}): Promise<void> {
  service = await startApp(environment);
  await keysOf(service).load();
}

const keysOf = ({ app }: Pick<TestApp, 'app'>): IssuerKeys => app.get(IssuerKeys);

/** Moves the monotonic clock, then lets the background do what is due. */
async function pass(seconds: number): Promise<void> {
  passMonotonicSeconds(seconds);
  await keysOf(service).refreshIfDue();
}

/** A token of an hour, whatever the system's clock says of its issue. */
const tokenOf = (kid: string): Promise<string> =>
  service.issuer.token({ ...software, iat: undefined, exp: nowSeconds() + 3_600 }, { alg: 'ES256', kid });
const get = async (kid: string): Promise<Answer> => getWith(service, await tokenOf(kid));

function expectUnavailable(answer: Answer, retryAfter?: string): void {
  expectErrors(answer, 503);
  expect(answer.headers.get('retry-after')).toEqual(retryAfter ?? expect.stringMatching(/^[1-9]\d?$/));
  expect(answer.headers.get('www-authenticate')).toBeNull();
}

describe('the keys of the issuer', () => {
  beforeEach(() => start());

  it('are fetched once for many tokens', async () => {
    await Promise.all(Array.from({ length: 5 }, () => get('es256')));
    expect(service.issuer.jwksRequests()).toBe(1);
  });

  it('are fetched again for an unknown kid 30 s after the last fetch, not 29 s', async () => {
    passMonotonicSeconds(29);
    expectInvalidToken(await get('one'));
    expect(service.issuer.jwksRequests()).toBe(1);
    passMonotonicSeconds(1);
    expectInvalidToken(await get('one'));
    expectInvalidToken(await get('two'));
    expect(service.issuer.jwksRequests()).toBe(2);
  });

  it('are fetched once in 30 s under many requests with unknown kids', async () => {
    const storm = async (): Promise<void> => {
      const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => get(`unknown-${index}`)));
      for (const answer of answers) expectInvalidToken(answer);
    };
    await storm();
    expect(service.issuer.jwksRequests()).toBe(1);
    passMonotonicSeconds(30);
    await storm();
    await storm();
    expect(service.issuer.jwksRequests()).toBe(2);
  });

  it('can be rotated: the new key is fetched when a token names it', async () => {
    await service.issuer.rotate('es256-2');
    passMonotonicSeconds(30);
    expect((await get('es256-2')).status).toBe(200);
    expect((await get('es256')).status).toBe(200);
  });

  it('can be replaced under the same kid: the new key is fetched when its signature fails', async () => {
    expect((await get('es256')).status).toBe(200);
    await service.issuer.rotate('es256');
    passMonotonicSeconds(30);
    expect((await get('es256')).status).toBe(200);
    expect(service.issuer.jwksRequests()).toBe(2);
  });

  it('are refused 120 s after their withdrawal with the tokens that they verified before, not 119 s', async () => {
    const verified = await tokenOf('es256');
    await service.issuer.rotate('es256-2');
    await keysOf(service).refreshNow();
    expect((await getWith(service, verified)).status).toBe(200);
    service.issuer.withdraw('es256');
    await pass(refreshSeconds - 1);
    expect((await getWith(service, verified)).status).toBe(200);
    expect((await get('es256')).status).toBe(200);
    expect(service.issuer.jwksRequests()).toBe(2);
    await pass(1);
    expectInvalidToken(await getWith(service, verified));
    expectInvalidToken(await get('es256'));
    expect((await get('es256-2')).status).toBe(200);
    expect(service.issuer.jwksRequests()).toBe(3);
  });

  it('are refreshed in the background, without a request', async () => {
    passMonotonicSeconds(refreshSeconds);
    await until('a second fetch', () => (service.issuer.jwksRequests() === 2 ? true : null));
  });

  it('are refreshed at once for an operator, with the answer to a request that began after the demand', async () => {
    const verified = await tokenOf('es256');
    expect((await getWith(service, verified)).status).toBe(200);
    service.issuer.withdraw('es256');
    await Promise.all([keysOf(service).refreshNow(), keysOf(service).refreshNow()]);
    expectInvalidToken(await getWith(service, verified));
    expect(service.issuer.jwksRequests()).toBe(2);
  });

  it('share one fetch between the background and requests with unknown kids', async () => {
    passMonotonicSeconds(refreshSeconds);
    const due = keysOf(service).refreshIfDue();
    for (const answer of await Promise.all(['one', 'two', 'three'].map(get))) expectInvalidToken(answer);
    await due;
    expect(service.issuer.jwksRequests()).toBe(2);
  });

  it.each([
    ['a day forward', 86_400],
    ['a day back', -86_400],
  ])('age by the monotonic clock: a jump of the system clock by %s changes nothing', async (_, seconds) => {
    expect((await get('es256')).status).toBe(200);
    passSeconds(seconds);
    await pass(refreshSeconds - 1);
    expect((await get('es256')).status).toBe(200);
    expect(service.issuer.jwksRequests()).toBe(1);
    service.issuer.withdraw('es256');
    await pass(1);
    expectInvalidToken(await get('es256'));
    expect(service.issuer.jwksRequests()).toBe(2);
  });

  it('are all withdrawn by a set without keys', async () => {
    const verified = await tokenOf('es256');
    expect((await getWith(service, verified)).status).toBe(200);
    service.issuer.answerKeysWith('{"keys":[]}');
    await pass(refreshSeconds);
    expectInvalidToken(await getWith(service, verified));
  });

  it('are in the security events with kid and thumbprint when they come and go', async () => {
    const seen = eventsIn(service.dataDir).length;
    const newEvents = (): unknown[] =>
      eventsIn(service.dataDir)
        .slice(seen)
        .map(({ event, details }) => [event, details]);
    const thumbprint: unknown = expect.stringMatching(/^[\w-]{43}$/);
    const detailsOf = (kid: string): unknown => ({ issuer: service.issuer.url, kid, thumbprint });
    await service.issuer.rotate('es256-2');
    await pass(refreshSeconds);
    expect(newEvents()).toEqual([['issuer_key.added', detailsOf('es256-2')]]);
    service.issuer.withdraw('es256');
    await pass(refreshSeconds);
    await pass(refreshSeconds);
    expect(newEvents().slice(1)).toEqual([['issuer_key.withdrawn', detailsOf('es256')]]);
  });

  it('have their age in issuer_keys_age_seconds', async () => {
    const age = async (): Promise<number> => {
      const { text } = await service.as(null).get('/metrics');
      return Number(/^issuer_keys_age_seconds (.+)$/m.exec(text)?.[1]);
    };
    expect(await age()).toBe(0);
    passMonotonicSeconds(100);
    expect(await age()).toBe(100);
    await pass(refreshSeconds - 100);
    expect(await age()).toBe(0);
  });
});

describe('a key set', () => {
  beforeEach(() => start());

  const newKey = (): { privateKey: KeyObject; publish: (kid?: string) => void } => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = publicKey.export({ format: 'jwk' });
    return {
      privateKey,
      publish: (kid) => {
        service.issuer.publish({ ...jwk, ...(kid === undefined ? {} : { kid }), use: 'sig' });
      },
    };
  };
  const signed = (privateKey: KeyObject, kid?: string): Promise<string> =>
    new SignJWT({ ...software, iss: service.issuer.url, aud: audience, exp: nowSeconds() + 300 })
      .setProtectedHeader({ alg: 'ES256', ...(kid === undefined ? {} : { kid }) })
      .sign(privateKey);

  it.each([
    ['of two keys with one kid', 'twin', 'twin'],
    ['of several keys for a token without kid', 'one', undefined],
    ['of keys without kid', undefined, undefined],
    ['of keys without kid for a token with one', undefined, 'any'],
  ])('%s tries each, and refuses a third key', async (_, kidOfKeys, kidOfTokens) => {
    const [first, second, third] = [newKey(), newKey(), newKey()];
    first.publish(kidOfKeys);
    service.issuer.publish({
      kty: 'EC',
      crv: 'P-256',
      x: 'AA',
      y: 'AA',
      ...(kidOfKeys ? { kid: kidOfKeys } : {}),
    });
    second.publish(kidOfKeys);
    await keysOf(service).refreshNow();
    for (const { privateKey } of [first, second])
      expect((await getWith(service, await signed(privateKey, kidOfTokens))).status).toBe(200);
    expectInvalidToken(await getWith(service, await signed(third.privateKey, kidOfTokens)));
  });

  it('of two keys with one kid refuses an expired token of the second', async () => {
    const [first, second] = [newKey(), newKey()];
    first.publish('twin');
    second.publish('twin');
    await keysOf(service).refreshNow();
    const expired = await new SignJWT({
      ...software,
      iss: service.issuer.url,
      aud: audience,
      exp: nowSeconds() - 1,
    })
      .setProtectedHeader({ alg: 'ES256', kid: 'twin' })
      .sign(second.privateKey);
    const answer = await getWith(service, expired);
    expectInvalidToken(answer);
    expect(answer.text).toContain('expired');
  });

  it('with an invalid key answers 401, not 500, to its tokens', async () => {
    service.issuer.publish({ kty: 'nonsense', kid: 'nonsense', alg: 'ES256' });
    await keysOf(service).refreshNow();
    expectInvalidToken(await getWith(service, await service.issuer.token(software, { kid: 'nonsense' })));
    expect((await get('es256')).status).toBe(200);
  });
});

describe('an issuer that becomes unreachable', () => {
  beforeEach(() => start());

  it.each([
    [
      'closes connections',
      (): void => {
        service.issuer.become('down');
      },
    ],
    [
      'answers 500',
      (): void => {
        service.issuer.answerKeysWith('{"keys":[]}', 500);
      },
    ],
    [
      'answers with other text',
      (): void => {
        service.issuer.answerKeysWith('<html></html>');
      },
    ],
    [
      'answers without a list of keys',
      (): void => {
        service.issuer.answerKeysWith('{"keys":{}}');
      },
    ],
    [
      'answers with a list of other values',
      (): void => {
        service.issuer.answerKeysWith('{"keys":[1]}');
      },
    ],
    [
      'answers with null',
      (): void => {
        service.issuer.answerKeysWith('null');
      },
    ],
  ])('(it %s) leaves the keys valid for 3,600 s, then tokens get 503 until it returns', async (_, fail) => {
    const verified = await tokenOf('es256');
    expect((await getWith(service, verified)).status).toBe(200);
    fail();
    await pass(3_599);
    expect((await getWith(service, verified)).status).toBe(200);
    expect((await get('es256')).status).toBe(200);
    await pass(1);
    expectUnavailable(await getWith(service, verified), '29');
    expectUnavailable(await get('es256'), '29');
    expectErrors(await service.as(null).get('/organisations'), 401);
    service.issuer.become('well');
    service.issuer.answerKeysWith(null);
    await pass(29);
    expect((await getWith(service, verified)).status).toBe(200);
  });

  it('gets one request in 30 s from tokens of unknown keys, which get 401', async () => {
    service.issuer.become('down');
    const before = service.issuer.metadataRequests();
    for (const round of [1, 2]) {
      passMonotonicSeconds(30);
      const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => get(`unknown-${index}`)));
      for (const answer of answers) expectInvalidToken(answer);
      for (const kid of ['x', 'y']) expectInvalidToken(await get(kid));
      expect(service.issuer.metadataRequests() - before).toBe(round * asksOfMetadata);
    }
  });

  it('(it never responds) delays only requests with unknown keys', async () => {
    service.issuer.become('silent');
    passMonotonicSeconds(30);
    const ended: string[] = [];
    const send = async (kid: string): Promise<Answer> => {
      const answer = await get(kid);
      ended.push(kid);
      return answer;
    };
    const unknown = send('unknown');
    const known = Array.from({ length: 5 }, () => send('es256'));
    for (const answer of await Promise.all(known)) expect(answer.status).toBe(200);
    // Only the timeout of the fetch ends the request with the unknown key.
    expectInvalidToken(await unknown);
    expect(ended.at(-1)).toBe('unknown');
  });

  it('(it never responds) does not keep the service from stopping', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn');
    service.issuer.become('silent');
    const before = service.issuer.metadataRequests();
    const stopped = await service.startSibling();
    const due = keysOf(stopped).refreshIfDue();
    await until('the request', () => (service.issuer.metadataRequests() > before ? true : null));
    await stopped.close();
    await due;
    // A fetch that ended by its timeout would have failed, with a warning.
    expect(warn).not.toHaveBeenCalled();
  });
});

describe('AUTH_JWKS_MAX_STALE_SECONDS', () => {
  it.each([
    [299, 200],
    [300, 503],
  ])('of 300 answers a token %i s after the last fetch with %i', async (seconds, status) => {
    await start({ AUTH_JWKS_MAX_STALE_SECONDS: '300' });
    service.issuer.become('down');
    await pass(seconds);
    expect((await get('es256')).status).toBe(status);
  });
});

describe('an issuer that is unreachable at startup', () => {
  let sibling: Sibling;
  afterEach(() => sibling.close());

  it('is asked after 1 s, 2 s and 4 s, and is used when it appears', async () => {
    await start();
    service.issuer.become('down');
    const before = service.issuer.metadataRequests();
    const attempts = (): number => (service.issuer.metadataRequests() - before) / asksOfMetadata;
    sibling = await service.startSibling();
    const keys = keysOf(sibling);
    await keys.refreshIfDue();
    const token = await tokenOf('es256');
    for (const answer of await Promise.all(Array.from({ length: 10 }, () => getWith(sibling, token))))
      expectUnavailable(answer, '1');
    expect(attempts()).toBe(1);
    for (const [index, seconds] of [1, 2, 4].entries()) {
      passMonotonicSeconds(seconds - 0.5);
      await keys.refreshIfDue();
      expect(attempts()).toBe(index + 1);
      passMonotonicSeconds(0.5);
      await keys.refreshIfDue();
      expect(attempts()).toBe(index + 2);
    }
    service.issuer.become('well');
    passMonotonicSeconds(8);
    expect((await getWith(sibling, token)).status).toBe(200);
  });

  it.each([
    ['is not there', { AUTH_ISSUER: nowhere }],
    ['has no keys where they should be', { AUTH_JWKS_URI: `${nowhere}/jwks` }],
  ])('causes 503, not 500, for each token: it %s', async (_, environment) => {
    await start();
    sibling = await service.startSibling(environment);
    expectUnavailable(await getWith(sibling, await tokenOf('es256')));
    expectErrors(await sibling.as(null).get('/organisations'), 401);
  });

  it('because its metadata names keys over http on another address than loopback, causes 503', async () => {
    await start();
    // This address reaches the issuer on this machine, so only the rule keeps the service from its keys.
    service.issuer.nameKeysAt(`${service.issuer.url.replace('127.0.0.1', '0.0.0.0')}/jwks`);
    const before = service.issuer.jwksRequests();
    sibling = await service.startSibling();
    expectUnavailable(await getWith(sibling, await tokenOf('es256')));
    expect(service.issuer.jwksRequests()).toBe(before);
    service.issuer.nameKeysAt(`${service.issuer.url.replace('127.0.0.1', 'localhost')}/jwks`);
    passMonotonicSeconds(1);
    expect((await getWith(sibling, await tokenOf('es256'))).status).toBe(200);
  });
});
