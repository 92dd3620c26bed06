import { Logger } from '@nestjs/common';
import type { Answer } from '../../support/answer.js';
import { type Sibling, startApp, type TestApp } from '../../support/app.js';
import { createClient } from '@redis/client';
import { passMonotonicSeconds } from '../../support/clock.js';
import { software, user } from '../../support/identities.js';
import { hasRedis, RedisServer } from '../../support/redis.js';
import { until } from '../../support/until.js';

const rateLimitOf = ({ headers }: Answer): [string | null, string | null] => [
  headers.get('ratelimit-policy'),
  headers.get('ratelimit')?.replace(/t=([1-9]|[1-5]\d|60)$/, 't=seconds') ?? null,
];

describe('the RateLimit headers', () => {
  let service: TestApp;
  beforeEach(async () => {
    service = await startApp({ RATE_LIMIT_PER_MINUTE: '3' });
  });
  afterEach(() => service.close());

  it('count down, even on responses to refused requests', async () => {
    const caller = service.as(software);
    expect(rateLimitOf(await caller.get('/organisations'))).toEqual([
      '"client";q=3;w=60',
      '"client";r=2;t=seconds',
    ]);
    expect(rateLimitOf(await caller.get('/organisations?size=0'))[1]).toBe('"client";r=1;t=seconds');
    expect(rateLimitOf(await caller.get('/organisations'))[1]).toBe('"client";r=0;t=seconds');
  });

  it('have the same seconds on a 429 as Retry-After', async () => {
    const caller = service.as(software);
    for (let request = 0; request < 3; request++) await caller.get('/organisations');
    const answer = await caller.get('/organisations');
    expect(answer.status).toBe(429);
    expect(answer.headers.get('ratelimit')).toBe(`"client";r=0;t=${answer.headers.get('retry-after') ?? ''}`);
  });

  it('are present on Notify responses', async () => {
    expect(rateLimitOf(await service.notify.get('/organisation'))).toEqual([
      '"client";q=3;w=60',
      '"client";r=2;t=seconds',
    ]);
  });

  it('are absent on paths without a rate limit', async () => {
    const answer = await service.as(null).get('/health/live');
    expect(rateLimitOf(answer)).toEqual([null, null]);
  });
});

describe('the rate limit of the users of a client', () => {
  let service: TestApp;
  beforeEach(async () => {
    service = await startApp({ RATE_LIMIT_PER_MINUTE: '2' });
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await service.close();
  });

  const ask = (name: string, client = 'website'): Promise<Answer> =>
    service.as(user(`${name}@bank.example`, { client_id: client })).get('/references/flags');
  const statuses = async (name: string, requests: number): Promise<number[]> => {
    const found: number[] = [];
    for (let request = 0; request < requests; request++) found.push((await ask(name)).status);
    return found;
  };

  it('is a quota for each user, and ten times as many for all of them', async () => {
    expect(rateLimitOf(await ask('ann'))).toEqual([
      '"user";q=2;w=60, "client";q=20;w=60',
      expect.stringMatching(/^"user";r=1;t=\d+, "client";r=19;t=seconds$/),
    ]);
    expect(await statuses('ann', 2)).toEqual([200, 429]);
    const refused = await ask('ann');
    expect([refused.status, refused.headers.get('ratelimit-policy')]).toEqual([429, '"user";q=2;w=60']);
    expect(refused.headers.get('retry-after')).toMatch(/^([1-9]|[1-5]\d|60)$/);
  });

  it('leaves the other users their quotas, however often one user is refused', async () => {
    expect(await statuses('ann', 30)).toEqual([200, 200, ...Array<number>(28).fill(429)]);
    expect(await statuses('bob', 3)).toEqual([200, 200, 429]);
    expect((await ask('ann', 'other-website')).status).toBe(200);
  });

  it('accepts the 20th request of all users, refuses the 21st, and accepts it in the next minute', async () => {
    for (let name = 0; name < 10; name++) expect(await statuses(`user-${name}`, 2)).toEqual([200, 200]);
    const refused = await ask('user-10');
    expect([refused.status, refused.headers.get('ratelimit-policy')]).toEqual([
      429,
      '"user";q=2;w=60, "client";q=20;w=60',
    ]);
    expect(refused.headers.get('ratelimit')).toMatch(/^"user";r=1;t=60, "client";r=0;t=\d+$/);
    const ownToken = { ...software, client_id: 'website' };
    expect((await service.as(ownToken).get('/references/flags')).status).toBe(200);
    passMonotonicSeconds(60.1);
    expect((await ask('user-10')).status).toBe(200);
  });

  it('is one quota for a user whose address is in another case', async () => {
    expect(await statuses('ann', 2)).toEqual([200, 200]);
    expect(await statuses('ANN', 1)).toEqual([429]);
  });
});

describe('the rate limit of an address', () => {
  let service: TestApp;
  beforeEach(async () => {
    service = await startApp({ RATE_LIMIT_PER_MINUTE: '2', TRUSTED_PROXIES: '127.0.0.1' });
  });
  afterEach(() => service.close());

  it.each([
    ['one IPv6 network of 64 bits', ['2001:db8:0:1::1', '2001:db8:0:1:ffff::2', '2001:db8:0:1::3'], 429],
    ['two IPv6 networks', ['2001:db8:0:1::1', '2001:db8:0:1::2', '2001:db8:0:2::1'], 401],
    ['one IPv4 address, also mapped to IPv6', ['192.0.2.1', '::ffff:192.0.2.1', '::ffff:c000:201'], 429],
    ['two IPv4 addresses', ['192.0.2.1', '192.0.2.1', '192.0.2.2'], 401],
  ])('answers the third request from %s', async (_, addresses, status) => {
    const statuses: number[] = [];
    for (const address of addresses) {
      const headers = { forwarded: `for="${address.includes(':') ? `[${address}]` : address}"` };
      statuses.push((await service.as(null).get('/organisations', { headers })).status);
    }
    expect(statuses).toEqual([401, 401, status]);
  });
});

(hasRedis ? describe : describe.skip)('two instances that share their counts in Redis', () => {
  let redis: RedisServer;
  let one: TestApp;
  let other: Sibling;
  let warnings: jest.SpyInstance;
  const environment = (): Record<string, string> => ({ RATE_LIMIT_PER_MINUTE: '4', REDIS_URL: redis.url });
  const statuses = async (client: string, requests: number): Promise<number[]> => {
    const found: number[] = [];
    for (let request = 0; request < requests; request++) {
      const instance = request % 2 === 0 ? one : other;
      found.push((await instance.as({ ...software, client_id: client }).get('/references/flags')).status);
    }
    return found;
  };
  const remaining = async (instance: Pick<TestApp, 'as'>, client: string): Promise<string | undefined> => {
    const answer = await instance.as({ ...software, client_id: client }).get('/references/flags');
    expect(answer.status).toBe(200);
    return /r=(\d+)/.exec(answer.headers.get('ratelimit') ?? '')?.[1];
  };
  let looks = 0;
  /** Uses a new client for each check, because its remaining quota after one request shows which instances count. */
  const untilShared = async (): Promise<void> => {
    await until('counts that are shared', async () => {
      looks += 1;
      await remaining(one, `look ${looks}`);
      return (await remaining(other, `look ${looks}`)) === '2' ? true : null;
    });
  };

  const gone = (): number =>
    warnings.mock.calls.filter(([text]) => String(text).startsWith('Redis does not answer')).length;
  /**
   * Makes the requests of `ask` until Redis answered each of them in its 100 ms, which a busy machine may miss.
   * @param ask gets the name of a client that is new in each turn
   */
  const whileShared = async <Result>(ask: (client: string) => Promise<Result>): Promise<Result> => {
    for (let turn = 1; ; turn += 1) {
      await untilShared();
      const before = gone();
      const result = await ask(`client ${turn}`);
      if (gone() === before) return result;
    }
  };

  beforeEach(async () => {
    warnings = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    redis = await RedisServer.start();
    one = await startApp(environment());
    other = await one.startSibling();
    await untilShared();
  });
  afterEach(async () => {
    await other.close();
    await one.close();
    await redis.stop();
    warnings.mockRestore();
  });

  it('limit a client to the quota of a single instance', async () => {
    expect(await whileShared((client) => statuses(client, 6))).toEqual([200, 200, 200, 200, 429, 429]);
  });

  it('limit a user and all users of a client to the quotas of a single instance, and tell Redis no address', async () => {
    const { ofAnn, others, last } = await whileShared(async (client) => {
      const ask = async (name: string, instance: Pick<TestApp, 'as'>): Promise<number> =>
        (await instance.as({ ...user(`${name}@bank.example`), client_id: client }).get('/references/flags'))
          .status;
      const ofAnn: number[] = [];
      for (const instance of [one, other, one, other, one, other]) ofAnn.push(await ask('ann', instance));
      const others = await Promise.all(
        Array.from({ length: 36 }, (_, index) => ask(`user-${index % 9}`, index % 2 === 0 ? one : other)),
      );
      return { ofAnn, others, last: [await ask('last', one), await ask('last', other)] };
    });
    expect(ofAnn).toEqual([200, 200, 200, 200, 429, 429]);
    expect(new Set(others)).toEqual(new Set([200]));
    expect(last).toEqual([429, 429]);
    const client = await createClient({ url: redis.url }).connect();
    const keys = await client.keys('*');
    client.destroy();
    expect(keys.length).toBeGreaterThan(10);
    expect(keys.filter((key) => !/^organisations-directory:[\w-]{43}$/.test(key))).toEqual([]);
  });

  it('count separately after Redis is killed, warn once each, and share counts again after its return', async () => {
    await redis.kill();
    expect(await statuses('apart', 8)).toEqual([200, 200, 200, 200, 200, 200, 200, 200]);
    expect(await statuses('apart', 2)).toEqual([429, 429]);
    expect(gone()).toBe(2);
    await redis.run();
    expect(await whileShared((client) => statuses(client, 6))).toEqual([200, 200, 200, 200, 429, 429]);
  });

  it('wait only briefly for a Redis that hangs, and once rather than for each request', async () => {
    redis.pause();
    expect(await statuses('hanging', 8)).toEqual([200, 200, 200, 200, 200, 200, 200, 200]);
    expect(gone()).toBe(2);
    redis.goOn();
    await untilShared();
    // Redis now counts the commands sent meanwhile.
    // Only one request of each instance was sent to Redis, so the limit is not used up.
    expect(Number(await remaining(one, 'hanging'))).toBeGreaterThanOrEqual(1);
  });

  it('start without Redis', async () => {
    await redis.kill();
    const third = await one.startSibling();
    expect((await third.as({ ...software, client_id: 'third' }).get('/references/flags')).status).toBe(200);
    await third.close();
  });
});
