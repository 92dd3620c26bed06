import { Logger } from '@nestjs/common';
import type { Answer } from '../../support/answer.js';
import { type Sibling, startApp, type TestApp } from '../../support/app.js';
import { software } from '../../support/identities.js';
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
  /** Uses a new client for each check, because its remaining quota after one request shows which instances count. */
  const untilShared = async (): Promise<void> => {
    let client = 0;
    await until('counts that are shared', async () => {
      client += 1;
      await remaining(one, `look ${client}`);
      return (await remaining(other, `look ${client}`)) === '2' ? true : null;
    });
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
  const gone = (): number =>
    warnings.mock.calls.filter(([text]) => String(text).startsWith('Redis does not answer')).length;

  it('limit a client to the quota of a single instance', async () => {
    expect(await statuses('shared', 6)).toEqual([200, 200, 200, 200, 429, 429]);
  });

  it('count separately after Redis is killed, warn once each, and share counts again after its return', async () => {
    await redis.kill();
    expect(await statuses('apart', 8)).toEqual([200, 200, 200, 200, 200, 200, 200, 200]);
    expect(await statuses('apart', 2)).toEqual([429, 429]);
    expect(gone()).toBe(2);
    await redis.run();
    await untilShared();
    expect(await statuses('shared again', 6)).toEqual([200, 200, 200, 200, 429, 429]);
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
