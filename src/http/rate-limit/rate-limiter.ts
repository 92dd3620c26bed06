import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { TooManyRequests } from '../errors/problem.js';
import type { SharedCounts } from './shared-counts.js';

/** Length of the quota's window. */
export const windowSeconds = 60;

/** The quota of a caller in the current window. */
interface Allowance {
  /** Requests in each window. */
  readonly limit: number;
  /** Requests left in the current window. */
  readonly remaining: number;
  /** Whole seconds until the next window, at least 1. */
  readonly resetSeconds: number;
}

/** Counts requests by caller in windows of a minute: in Redis, or in this process if there is no Redis or it fails. */
export class RateLimiter {
  private readonly local: RateLimiterMemory;

  constructor(
    private readonly requestsPerMinute: number,
    private readonly shared: SharedCounts | null,
  ) {
    this.local = new RateLimiterMemory({ points: requestsPerMinute, duration: windowSeconds });
  }

  /**
   * Counts one request of `key`, and returns the remaining quota.
   * @throws TooManyRequests with Retry-After if the quota is exhausted
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

/**
 * Returns `RateLimit-Policy` (the quota `q` in a window of `w` seconds) and `RateLimit` (the remaining quota `r`, and the
 * seconds `t` until the next window), Structured Fields of draft-ietf-httpapi-ratelimit-headers-10. The quota is that of
 * a client, or of an address without a valid token.
 */
export function rateLimitHeaders({ limit, remaining, resetSeconds }: Allowance): Record<string, string> {
  return {
    'ratelimit-policy': `"client";q=${limit};w=${windowSeconds}`,
    ratelimit: `"client";r=${remaining};t=${resetSeconds}`,
  };
}
