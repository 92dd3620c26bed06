import { createHash } from 'node:crypto';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RedisConnection } from '../redis/redis-connection.js';
import { type Count, windowSeconds } from './window-counts.js';

const keyPrefix = 'organisations-directory';

/** The request counts of all instances, in Redis. */
export class SharedCounts {
  private readonly limiters = new Map<number, RateLimiterRedis>();

  constructor(private readonly redis: RedisConnection) {}

  /** Counts one request of `key` for all instances. Returns null if Redis does not respond. */
  count(key: string, limit: number): Promise<Count | null> {
    // Keys contain addresses of users, which Redis need not know.
    const hash = createHash('sha256').update(key).digest('base64url');
    return this.redis.ask(() => consume(this.limiterFor(limit), hash, limit));
  }

  private limiterFor(limit: number): RateLimiterRedis {
    const known = this.limiters.get(limit);
    if (known !== undefined) return known;
    const limiter = new RateLimiterRedis({
      storeClient: this.redis.client,
      useRedisPackage: true,
      rejectIfRedisNotReady: true,
      keyPrefix,
      points: limit,
      duration: windowSeconds,
      // A caller above the limit is rejected without another Redis command.
      inMemoryBlockOnConsumed: limit + 1,
    });
    this.limiters.set(limit, limiter);
    return limiter;
  }
}

async function consume(limiter: RateLimiterRedis, key: string, limit: number): Promise<Count> {
  try {
    const { consumedPoints, msBeforeNext } = await limiter.consume(key);
    return { requests: consumedPoints, msLeft: msBeforeNext };
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    return { requests: limit + 1, msLeft: error.msBeforeNext };
  }
}
