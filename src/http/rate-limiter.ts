import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { TooManyRequests } from './errors/problem.js';

/** Counts requests by whoever makes them, in windows of a minute. */
export class RateLimiter {
  private readonly limiter: RateLimiterMemory;

  constructor(requestsPerMinute: number) {
    this.limiter = new RateLimiterMemory({ points: requestsPerMinute, duration: 60 });
  }

  /** @throws TooManyRequests with the time to wait, where `key` has used up its minute */
  async consume(key: string): Promise<void> {
    try {
      await this.limiter.consume(key);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw new TooManyRequests(Math.max(1, Math.ceil(error.msBeforeNext / 1_000)));
    }
  }
}
