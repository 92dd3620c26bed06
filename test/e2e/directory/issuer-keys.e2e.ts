import type { Answer } from '../../support/answer.js';
import { startApp, type TestApp } from '../../support/app.js';
import { expectInvalidToken, getWith } from '../../support/bearer.js';
import { passSeconds } from '../../support/clock.js';
import { software } from '../../support/identities.js';

/** A port where nobody listens. */
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

  it('are fetched once, however many tokens come', async () => {
    await Promise.all(Array.from({ length: 5 }, () => get('es256')));
    expect(service.issuer.jwksRequests()).toBe(1);
  });

  it('are fetched again for an unknown kid, but not twice in 30 s', async () => {
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

  it('are fetched once in 30 s in a storm of unknown kids, from the first request on', async () => {
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

  it('are no longer good ten minutes after they were withdrawn', async () => {
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

  it('may be rotated', async () => {
    expect((await get('es256')).status).toBe(200);
    await service.issuer.rotate('es256-2');
    passSeconds(31);
    expect((await get('es256-2')).status).toBe(200);
    expect((await get('es256')).status).toBe(200);
  });
});

describe('an issuer that can not be asked any more', () => {
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
    '(%s) leaves the keys that are known good for as long as it takes',
    async (state) => {
      service.issuer.become(state);
      for (const seconds of [31, 601, 86_400]) {
        passSeconds(seconds);
        expect((await get('es256')).status).toBe(200);
      }
    },
  );

  it('makes tokens of unknown keys 401, and is asked about them once in 30 s', async () => {
    service.issuer.become('down');
    // First for the keys; then, since they may have moved, for where they are.
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

  it('is asked again when it is back', async () => {
    service.issuer.become('down');
    passSeconds(31);
    await service.issuer.rotate('es256-2');
    expectInvalidToken(await get('es256-2'));
    service.issuer.become('well');
    expectInvalidToken(await get('es256-2'));
    passSeconds(31);
    expect((await get('es256-2')).status).toBe(200);
  });

  it('lets nobody wait but those with unknown keys, and them for about 5 s', async () => {
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
    // The issuer never answers: the token with the unknown key is answered because the wait has a limit.
    expectInvalidToken(await unknown);
    expect(ended.at(-1)).toBe('unknown');
  });
});

describe('an issuer that can not be asked', () => {
  it('from the start on is asked once a second at first, and taken up again when it is there', async () => {
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

  it('from the start on, because it is silent, makes tokens wait for about 5 s in all', async () => {
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
  ])('makes each token 401, not 500: it %s', async (_, environment, issuer) => {
    const service = await startApp(environment);
    const token = await service.issuer.token({ ...software, iss: issuer ?? service.issuer.url });
    expectInvalidToken(await getWith(service, token));
    expectInvalidToken(await getWith(service, token));
    await service.close();
  });

  it('makes each token 401, not 500: its keys are no keys', async () => {
    const service = await startApp();
    service.issuer.publish({ kty: 'nonsense', kid: 'nonsense', alg: 'ES256' });
    expectInvalidToken(await getWith(service, await service.issuer.token(software, { kid: 'nonsense' })));
    await service.close();
  });
});
