import { LRUCache } from 'lru-cache';

/** Length of the windows in which requests and failures are counted. */
export const windowSeconds = 60;

/** The requests of a key in its current window. */
export interface Count {
  readonly requests: number;
  /** Milliseconds until the window ends. */
  readonly msLeft: number;
}

/**
 * Counts requests by key. The window of a key begins with its first request. The memory is bounded: above `maxKeys` the
 * key without requests for the longest time loses its count.
 */
export class WindowCounts {
  private readonly windows: LRUCache<string, { requests: number }>;

  constructor(maxKeys: number) {
    this.windows = new LRUCache({ max: maxKeys, ttl: windowSeconds * 1_000 });
  }

  count(key: string): Count {
    let window = this.windows.get(key);
    if (window === undefined) {
      window = { requests: 0 };
      this.windows.set(key, window);
    }
    window.requests += 1;
    return { requests: window.requests, msLeft: msLeftOf(this.windows, key) };
  }
}

/** Returns the milliseconds until a key's window ends. The cache reads its clock once in a while, so it may return more. */
export function msLeftOf(windows: { getRemainingTTL(key: string): number }, key: string): number {
  return Math.min(windows.getRemainingTTL(key), windowSeconds * 1_000);
}
