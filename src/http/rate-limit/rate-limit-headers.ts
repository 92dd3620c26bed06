/** The counts start anew after so many seconds. */
export const windowSeconds = 60;

/** What a client may still ask for. */
export interface Allowance {
  /** Requests in each window. */
  readonly limit: number;
  /** Requests left in this one. */
  readonly remaining: number;
  /** Whole seconds until the next one begins, 1 at least. */
  readonly resetSeconds: number;
}

/**
 * `RateLimit-Policy` (the quota `q` in a window of `w` seconds) and `RateLimit` (what remains, `r`, and the seconds `t`
 * until it starts anew), Structured Fields of draft-ietf-httpapi-ratelimit-headers-10. The policy's name says whom it
 * counts: each client, or each address without a good token.
 */
export function rateLimitHeaders({ limit, remaining, resetSeconds }: Allowance): Record<string, string> {
  return {
    'ratelimit-policy': `"client";q=${limit};w=${windowSeconds}`,
    ratelimit: `"client";r=${remaining};t=${resetSeconds}`,
  };
}
