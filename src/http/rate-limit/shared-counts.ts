import { createClient } from '@redis/client';
import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

/** Where Redis takes longer than this, the instance counts for itself: a request must not wait for its count. */
const answerWithinMs = 100;
/** So long Redis is then left alone. */
const leftAloneMs = 1_000;
const mostReconnectDelayMs = 2_000;
const keyPrefix = 'organisations-directory';

/** The counts that all instances share, in Redis (REDIS_URL). Redis gone is no outage: see `consume`. */
export class SharedCounts implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(SharedCounts.name);
  private readonly client;
  private readonly limiter: RateLimiterRedis;
  private leftAloneUntil = 0;
  private isGone = false;

  constructor(url: string, limits: { readonly requests: number; readonly windowSeconds: number }) {
    this.client = createClient({
      url,
      disableOfflineQueue: true,
      socket: {
        connectTimeout: 2_000,
        reconnectStrategy: (retries) => Math.min(50 * 2 ** Math.min(retries, 10), mostReconnectDelayMs),
      },
    });
    this.client.on('error', (error: unknown) => {
      this.noteGone(error);
    });
    this.limiter = new RateLimiterRedis({
      storeClient: this.client,
      useRedisPackage: true,
      rejectIfRedisNotReady: true,
      keyPrefix,
      points: limits.requests,
      duration: limits.windowSeconds,
      // Whoever is over the limit is refused without asking Redis again.
      inMemoryBlockOnConsumed: limits.requests + 1,
    });
  }

  /** Does not wait for Redis: the service starts without it. */
  onApplicationBootstrap(): void {
    this.client.connect().catch((error: unknown) => {
      this.noteGone(error);
    });
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }

  /**
   * Counts one request of `key` for all instances.
   * @returns null where Redis does not answer, or did not a moment ago
   * @throws RateLimiterRes where the key has used up its window
   */
  async consume(key: string): Promise<RateLimiterRes | null> {
    if (performance.now() < this.leftAloneUntil) return null;
    try {
      const counted = await inTime(this.limiter.consume(key), answerWithinMs);
      this.noteBack();
      return counted;
    } catch (error) {
      if (error instanceof RateLimiterRes) throw error;
      this.leftAloneUntil = performance.now() + leftAloneMs;
      this.noteGone(error);
      return null;
    }
  }

  private noteGone(error: unknown): void {
    if (this.isGone) return;
    this.isGone = true;
    this.logger.warn(
      `Redis does not answer; each instance counts for itself until it does: ${String(error)}`,
    );
  }

  private noteBack(): void {
    if (!this.isGone) return;
    this.isGone = false;
    this.logger.warn('Redis answers again: requests are counted for all instances together.');
  }
}

/** @throws Error where the answer takes longer; it is then of no interest any more */
async function inTime<Answer>(answer: Promise<Answer>, ms: number): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${ms} ms`));
    }, ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
    answer.catch(() => undefined);
  }
}
