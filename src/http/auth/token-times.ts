import { TokenRefused } from './token-claims.js';

/** Clocks may differ this much on `nbf` and `iat`; an expired token is expired. */
export const leewaySeconds = 10;

/** When a token was made, when it begins and when it ends, in seconds since 1970 (RFC 7519 §4.1.4 to 6). */
export interface TokenTimes {
  readonly exp?: number | undefined;
  readonly nbf?: number | undefined;
  readonly iat?: number | undefined;
}

/** @throws TokenRefused for a token that is not good at this moment */
export function checkTimes({ exp, nbf, iat }: TokenTimes): void {
  const nowSeconds = Date.now() / 1_000;
  if (exp !== undefined && exp <= nowSeconds) throw new TokenRefused('The access token has expired.');
  const begins = Math.max(nbf ?? 0, iat ?? 0);
  if (begins > nowSeconds + leewaySeconds) throw new TokenRefused('The access token is from the future.');
}
