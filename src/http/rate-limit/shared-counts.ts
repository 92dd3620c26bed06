import { createClient } from '@redis/client';
import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

/** Timeout of Redis. After it the instance counts locally, so that no request waits for its count. */
const redisTimeoutMs = 100;
/** Pause after a failure, during which Redis is not used. */
const backoffMs = 1_000;
const maxReconnectDelayMs = 2_000;
const keyPrefix = 'organisations-directory';

/** The request counts of all instances, in Redis (REDIS_URL). The service works without Redis: see `consume`. */
export class SharedCounts implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(SharedCounts.name);
  private readonly client;
  private readonly limiter: RateLimiterRedis;
  private backoffUntilMs = 0;
  private isUnavailable = false;

  constructor(url: string, limits: { readonly requests: number; readonly windowSeconds: number }) {
    this.client = createClient({
      url,
      disableOfflineQueue: true,
      socket: {
        connectTimeout: 2_000,
        reconnectStrategy: (retries) => Math.min(50 * 2 ** Math.min(retries, 10), maxReconnectDelayMs),
      },
    });
    this.client.on('error', (error: unknown) => {
      this.noteUnavailable(error);
    });
    this.limiter = new RateLimiterRedis({
      storeClient: this.client,
      useRedisPackage: true,
      rejectIfRedisNotReady: true,
      keyPrefix,
      points: limits.requests,
      duration: limits.windowSeconds,
      // A caller above the limit is rejected without another Redis command.
      inMemoryBlockOnConsumed: limits.requests + 1,
    });
  }

  /** Does not wait for Redis: the service starts without it. */
  onApplicationBootstrap(): void {
    this.client.connect().catch((error: unknown) => {
      this.noteUnavailable(error);
    });
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }

  /**
   * Counts one request of `key` for all instances.
   * @returns null if Redis does not respond, or failed within the last second
   * @throws RateLimiterRes if the key has used up its window
   */
  async consume(key: string): Promise<RateLimiterRes | null> {
    if (performance.now() < this.backoffUntilMs) return null;
    try {
      const counted = await withTimeout(this.limiter.consume(key), redisTimeoutMs);
      this.noteAvailable();
      return counted;
    } catch (error) {
      if (error instanceof RateLimiterRes) throw error;
      this.backoffUntilMs = performance.now() + backoffMs;
      this.noteUnavailable(error);
      return null;
    }
  }

  private noteUnavailable(error: unknown): void {
    if (this.isUnavailable) return;
    this.isUnavailable = true;
    this.logger.warn(
      `Redis does not answer; each instance counts for itself until it does: ${String(error)}`,
    );
  }

  private noteAvailable(): void {
    if (!this.isUnavailable) return;
    this.isUnavailable = false;
    this.logger.warn('Redis answers again: requests are counted for all instances together.');
  }
}

/** @throws Error after the timeout; the late result is ignored */
async function withTimeout<Result>(result: Promise<Result>, ms: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${ms} ms`));
    }, ms);
  });
  try {
    return await Promise.race([result, timeout]);
  } finally {
    clearTimeout(timer);
    result.catch(() => undefined);
  }
}
