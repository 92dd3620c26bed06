import type { Answer } from '../../support/answer.js';
import { startApp, type TestApp } from '../../support/app.js';
import { expectInvalidToken, getWith } from '../../support/bearer.js';
import { passSeconds } from '../../support/clock.js';
import { software } from '../../support/identities.js';

/** A port without a listener. */
const nowhere = 'http://127.0.0.1:1';
/** OpenID Connect Discovery, then RFC 8414. */
const asksOfMetadata = 2;

const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

describe('the keys of the issuer', () => {
  let service: TestApp;
  beforeEach(async () => {
    service = await startApp();
  });
  afterEach(async () => {
    jest.useRealTimers();
    await service.close();
  });

  const get = async (kid: string): Promise<Answer> => {
    const header = { alg: 'ES256', kid };
    return getWith(service, await service.issuer.token({ ...software, exp: nowSeconds() + 300 }, header));
  };

  it('are fetched once for many tokens', async () => {
    await Promise.all(Array.from({ length: 5 }, () => get('es256')));
    expect(service.issuer.jwksRequests()).toBe(1);
  });

  it('are fetched again for an unknown kid, at most once in 30 s', async () => {
    expect((await get('es256')).status).toBe(200);
    for (const kid of ['one', 'two', 'three']) expectInvalidToken(await get(kid));
    expect(service.issuer.jwksRequests()).toBe(1);
    passSeconds(31);
    for (const kid of ['one', 'two', 'three']) expectInvalidToken(await get(kid));
    expect(service.issuer.jwksRequests()).toBe(2);
    expect((await get('es256')).status).toBe(200);
  });

  it('are fetched again for an unknown kid 30 s after the last fetch, not 29 s', async () => {
    passSeconds(0);
    expect((await get('es256')).status).toBe(200);
    passSeconds(29);
    expectInvalidToken(await get('one'));
    expect(service.issuer.jwksRequests()).toBe(1);
    passSeconds(1);
    expectInvalidToken(await get('one'));
    expect(service.issuer.jwksRequests()).toBe(2);
  });

  it('are fetched once in 30 s under many requests with unknown kids, from the first request on', async () => {
    const storm = async (): Promise<void> => {
      const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => get(`unknown-${index}`)));
      for (const answer of answers) expectInvalidToken(answer);
    };
    await storm();
    await storm();
    expect(service.issuer.jwksRequests()).toBe(1);
    passSeconds(31);
    await storm();
    await storm();
    expect(service.issuer.jwksRequests()).toBe(2);
  });

  it('are rejected ten minutes after their withdrawal', async () => {
    expect((await get('es256')).status).toBe(200);
    service.issuer.withdraw('es256');
    passSeconds(599);
    expect((await get('es256')).status).toBe(200);
    passSeconds(1);
    expectInvalidToken(await get('es256'));
    expect(service.issuer.jwksRequests()).toBe(2);
  });

  it('are asked again for a verified token after 60 s, not before', async () => {
    const token = await service.issuer.token(
      { ...software, exp: nowSeconds() + 3_600 },
      { alg: 'ES256', kid: 'es256' },
    );
    const before = performance.now();
    expect((await getWith(service, token)).status).toBe(200);
    const after = performance.now();
    service.issuer.withdraw('es256');
    passSeconds(601);
    const clock = jest.spyOn(performance, 'now').mockReturnValue(before + 59_900);
    expect((await getWith(service, token)).status).toBe(200);
    clock.mockReturnValue(after + 60_100);
    expectInvalidToken(await getWith(service, token));
    clock.mockRestore();
  });

  it('can be rotated', async () => {
    expect((await get('es256')).status).toBe(200);
    await service.issuer.rotate('es256-2');
    passSeconds(31);
    expect((await get('es256-2')).status).toBe(200);
    expect((await get('es256')).status).toBe(200);
  });
});

describe('an issuer that becomes unreachable', () => {
  let service: TestApp;
  beforeEach(async () => {
    service = await startApp();
    expect((await get('es256')).status).toBe(200);
  });
  afterEach(async () => {
    jest.useRealTimers();
    await service.close();
  });

  const get = async (kid: string): Promise<Answer> => {
    const header = { alg: 'ES256', kid };
    return getWith(service, await service.issuer.token({ ...software, exp: nowSeconds() + 300 }, header));
  };

  it.each(['down', 'silent'] as const)(
    '(%s) leaves the cached keys valid until it returns',
    async (state) => {
      service.issuer.become(state);
      for (const seconds of [31, 601, 86_400]) {
        passSeconds(seconds);
        expect((await get('es256')).status).toBe(200);
      }
    },
  );

  it('causes 401 for tokens of unknown keys and gets one request in 30 s', async () => {
    service.issuer.become('down');
    // One request for the keys, then one for the metadata, since the JWKS URI may have changed.
    for (const requests of [
      [1, 2],
      [1 + asksOfMetadata, 2],
    ]) {
      passSeconds(31);
      const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => get(`unknown-${index}`)));
      for (const answer of answers) expectInvalidToken(answer);
      for (const kid of ['x', 'y']) expectInvalidToken(await get(kid));
      expect([service.issuer.metadataRequests(), service.issuer.jwksRequests()]).toEqual(requests);
    }
  });

  it('is used again after it returns', async () => {
    service.issuer.become('down');
    passSeconds(31);
    await service.issuer.rotate('es256-2');
    expectInvalidToken(await get('es256-2'));
    service.issuer.become('well');
    expectInvalidToken(await get('es256-2'));
    passSeconds(31);
    expect((await get('es256-2')).status).toBe(200);
  });

  it('delays only requests with unknown keys, by about 5 s', async () => {
    service.issuer.become('silent');
    passSeconds(31);
    const ended: string[] = [];
    const send = async (kid: string): Promise<Answer> => {
      const answer = await get(kid);
      ended.push(kid);
      return answer;
    };
    const unknown = send('unknown');
    const known = Array.from({ length: 5 }, () => send('es256'));
    for (const answer of await Promise.all(known)) expect(answer.status).toBe(200);
    // The issuer never responds, so only the timeout ends the request with the unknown key.
    expectInvalidToken(await unknown);
    expect(ended.at(-1)).toBe('unknown');
  });
});

describe('an issuer that is unreachable', () => {
  it('at startup is retried once a second at first and is used when it appears', async () => {
    const service = await startApp();
    const get = async (): Promise<Answer> => getWith(service, await service.issuer.token(software));
    service.issuer.become('down');
    await service.issuer.rotate('other');
    passSeconds(0);
    const storm = await Promise.all(Array.from({ length: 30 }, get));
    for (const answer of storm) expectInvalidToken(answer);
    for (let round = 0; round < 3; round += 1) expectInvalidToken(await get());
    expect(service.issuer.metadataRequests()).toBe(asksOfMetadata);
    passSeconds(1);
    expectInvalidToken(await get());
    expect(service.issuer.metadataRequests()).toBe(2 * asksOfMetadata);
    service.issuer.become('well');
    passSeconds(1);
    expectInvalidToken(await get());
    passSeconds(1);
    expect((await get()).status).toBe(200);
    expect(service.issuer.jwksRequests()).toBe(1);
    jest.useRealTimers();
    await service.close();
  });

  it('at startup, because it does not respond, delays requests by about 5 s in total', async () => {
    const service = await startApp();
    service.issuer.become('silent');
    const token = await service.issuer.token(software);
    for (const answer of await Promise.all([getWith(service, token), getWith(service, token)]))
      expectInvalidToken(answer);
    await service.close();
  });

  it.each([
    ['is not there', { AUTH_ISSUER: nowhere }, nowhere],
    ['has no keys where they should be', { AUTH_JWKS_URI: `${nowhere}/jwks` }, undefined],
  ])('causes 401, not 500, for each token: it %s', async (_, environment, issuer) => {
    const service = await startApp(environment);
    const token = await service.issuer.token({ ...software, iss: issuer ?? service.issuer.url });
    expectInvalidToken(await getWith(service, token));
    expectInvalidToken(await getWith(service, token));
    await service.close();
  });

  it('causes 401, not 500, for each token: its keys are invalid', async () => {
    const service = await startApp();
    service.issuer.publish({ kty: 'nonsense', kid: 'nonsense', alg: 'ES256' });
    expectInvalidToken(await getWith(service, await service.issuer.token(software, { kid: 'nonsense' })));
    await service.close();
  });
});
