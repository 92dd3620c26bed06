import { LRUCache } from 'lru-cache';
import { TooManyRequests } from '../errors/problem.js';
import { msLeftOf, windowSeconds } from '../rate-limit/window-counts.js';
import { ProofRefused } from './dpop/proof.js';
import { TokenRefused } from './token-claims.js';

/** Above this number the key without checks for the longest time is forgotten. */
const maxKeys = 20_000;

interface Window {
  failures: number;
  /** Checks that have not ended, each of which may fail. */
  inFlight: number;
}

/**
 * Limits the failed checks of credentials in a minute, by key. A check costs a signature or a request to the
 * authorisation server, so made-up credentials must not cause more of them. Checks that succeed are not limited.
 */
export class FailureBudget {
  private readonly windows = new LRUCache<string, Window>({ max: maxKeys, ttl: windowSeconds * 1_000 });

  constructor(private readonly failuresPerMinute: number) {}

  /**
   * Runs a check, unless the key has used up its failures.
   * @throws TooManyRequests with Retry-After, else the error of the check
   */
  async run<Result>(key: string, check: () => Promise<Result>): Promise<Result> {
    const window = this.windowOf(key);
    if (window.failures + window.inFlight >= this.failuresPerMinute)
      throw new TooManyRequests(this.retryAfterSeconds(key, window));
    window.inFlight += 1;
    try {
      return await check();
    } catch (error) {
      if (isFailure(error)) window.failures += 1;
      throw error;
    } finally {
      window.inFlight -= 1;
    }
  }

  private windowOf(key: string): Window {
    const known = this.windows.get(key);
    if (known !== undefined) return known;
    const window = { failures: 0, inFlight: 0 };
    this.windows.set(key, window);
    return window;
  }

  /** The checks in flight may yet succeed, and then there is room at once. */
  private retryAfterSeconds(key: string, { failures }: Window): number {
    if (failures < this.failuresPerMinute) return 1;
    return Math.max(1, Math.ceil(msLeftOf(this.windows, key) / 1_000));
  }
}

/** A missing nonce is part of each client's first request (RFC 9449 §8). A failure on our side is not the caller's. */
function isFailure(error: unknown): boolean {
  return (
    error instanceof TokenRefused || (error instanceof ProofRefused && error.code === 'invalid_dpop_proof')
  );
}
