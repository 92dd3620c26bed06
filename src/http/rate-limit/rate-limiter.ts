import { TooManyRequests } from '../errors/problem.js';
import { addressBlock } from './address-block.js';
import type { SharedCounts } from './shared-counts.js';
import { WindowCounts, windowSeconds } from './window-counts.js';

/** All users of a client together have this many times the quota of one, so that no user can use it up alone. */
const clientFactor = 10;
/** Separate maximums: a flood from many addresses drops no count of a client. */
const maxCallers = 50_000;
const maxAddresses = 20_000;

/** A quota that a request counts against. */
interface Quota {
  readonly policy: 'client' | 'user';
  readonly key: string;
  /** Requests in each window. */
  readonly limit: number;
}

/** The rest of a quota in the current window. */
interface Allowance extends Pick<Quota, 'policy' | 'limit'> {
  readonly remaining: number;
  /** Whole seconds until the next window, at least 1. */
  readonly resetSeconds: number;
}

/** Counts requests by caller in windows of a minute: in Redis, or in this process if there is no Redis or it fails. */
export class RateLimiter {
  private readonly callers = new WindowCounts(maxCallers);
  private readonly addresses = new WindowCounts(maxAddresses);

  constructor(
    private readonly requestsPerMinute: number,
    private readonly shared: SharedCounts | null,
  ) {}

  /**
   * Counts a request of a client, and of its user if there is one.
   * @param user neither `client` nor `user` contains NUL
   * @returns the headers of the response
   * @throws TooManyRequests with Retry-After if a quota is exhausted
   */
  consume(client: string, user: string | null): Promise<Record<string, string>> {
    const limit = this.requestsPerMinute;
    if (user === null) return this.count(this.callers, [{ policy: 'client', key: client, limit }]);
    return this.count(this.callers, [
      // First, so that a user above their own quota uses up nothing of the other users' quota.
      { policy: 'user', key: `${client}\u0000${user}`, limit },
      { policy: 'client', key: `users of ${client}`, limit: limit * clientFactor },
    ]);
  }

  /** Counts a request without a valid token. Otherwise like `consume`. */
  consumeAddress(address: string): Promise<Record<string, string>> {
    const key = `address ${addressBlock(address)}`;
    return this.count(this.addresses, [{ policy: 'client', key, limit: this.requestsPerMinute }]);
  }

  private async count(local: WindowCounts, quotas: readonly Quota[]): Promise<Record<string, string>> {
    const allowances: Allowance[] = [];
    for (const { policy, key, limit } of quotas) {
      const { requests, msLeft } = (await this.shared?.count(key, limit)) ?? local.count(key);
      const resetSeconds = Math.max(1, Math.ceil(msLeft / 1_000));
      allowances.push({ policy, limit, remaining: Math.max(0, limit - requests), resetSeconds });
      if (requests > limit) throw new TooManyRequests(resetSeconds, rateLimitHeaders(allowances));
    }
    return rateLimitHeaders(allowances);
  }
}

/**
 * Returns `RateLimit-Policy` (the quota `q` in a window of `w` seconds) and `RateLimit` (the remaining quota `r`, and the
 * seconds `t` until the next window), Structured Fields of draft-ietf-httpapi-ratelimit-headers-10. Lists name the quota
 * of the user before that of the client. Without a valid token, the quota `client` is that of the address.
 */
function rateLimitHeaders(allowances: readonly Allowance[]): Record<string, string> {
  return {
    'ratelimit-policy': allowances
      .map(({ policy, limit }) => `"${policy}";q=${limit};w=${windowSeconds}`)
      .join(', '),
    ratelimit: allowances
      .map(({ policy, remaining, resetSeconds }) => `"${policy}";r=${remaining};t=${resetSeconds}`)
      .join(', '),
  };
}
