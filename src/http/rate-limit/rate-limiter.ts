import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { TooManyRequests } from '../errors/problem.js';
import { type Allowance, rateLimitHeaders, windowSeconds } from './rate-limit-headers.js';
import type { SharedCounts } from './shared-counts.js';

/**
 * Counts requests by whoever makes them, in windows of a minute: in Redis where instances share their counts, and by
 * itself where there is no Redis or it does not answer.
 */
export class RateLimiter {
  private readonly local: RateLimiterMemory;

  constructor(
    private readonly requestsPerMinute: number,
    private readonly shared: SharedCounts | null,
  ) {
    this.local = new RateLimiterMemory({ points: requestsPerMinute, duration: windowSeconds });
  }

  /**
   * Counts one request of `key`.
   * @returns what is left to it
   * @throws TooManyRequests with the time to wait, where it has used up its minute
   */
  async consume(key: string): Promise<Allowance> {
    try {
      const counted = (await this.shared?.consume(key)) ?? (await this.local.consume(key));
      return this.allowanceOf(counted);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const allowance = this.allowanceOf(error);
      throw new TooManyRequests(allowance.resetSeconds, rateLimitHeaders(allowance));
    }
  }

  private allowanceOf({ remainingPoints, msBeforeNext }: RateLimiterRes): Allowance {
    return {
      limit: this.requestsPerMinute,
      remaining: remainingPoints,
      resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1_000)),
    };
  }
}
