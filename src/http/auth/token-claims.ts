/** The claims of a verified access token, from a JWT (RFC 9068) or from introspection (RFC 7662). */
export type TokenClaims = Readonly<Record<string, unknown>>;

/** A token that is not valid, with one sentence for the caller. The sentence reveals nothing about the service. */
export class TokenRefused extends Error {}

/** Returns a claim that is storable text, else null: PostgreSQL stores neither NUL nor lone surrogates. */
export function textClaim(claims: TokenClaims, name: string): string | null {
  const value = claims[name];
  if (typeof value !== 'string' || value === '' || value.includes('\u0000')) return null;
  return value.isWellFormed() ? value : null;
}

/** Returns the client that a token names; null for none. RFC 9068 has `client_id`, some servers have `azp` or only `sub`. */
export function namedClient(claims: TokenClaims): string | null {
  return textClaim(claims, 'client_id') ?? textClaim(claims, 'azp') ?? textClaim(claims, 'sub');
}

/** The sentence about a token that names no client, so that nothing it does could be traced. */
export const noClient =
  'The access token names no client, in client_id, azp or sub. Have the authorisation server add client_id.';

/** Returns a claim that is an object, else an empty object. */
export function objectClaim(claims: TokenClaims, name: string): TokenClaims {
  const value = claims[name];
  return typeof value === 'object' && value !== null ? (value as TokenClaims) : {};
}

/** True for the type of RFC 9068 §4 and of plain JWTs, false for ID tokens and logout tokens. */
export function isAccessTokenType(typ: unknown): boolean {
  if (typ === undefined) return true;
  const type = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : '';
  return type === 'jwt' || type === 'at+jwt';
}

/** Clock difference that is tolerated for `nbf` and `iat`; `exp` is exact. */
export const clockToleranceSeconds = 10;

/** In seconds since 1970 (RFC 7519 §4.1.4 to 6). */
export interface TokenTimes {
  readonly exp?: number | undefined;
  readonly nbf?: number | undefined;
  readonly iat?: number | undefined;
}

/** @throws TokenRefused for a token that is not valid at this moment */
export function checkTimes({ exp, nbf, iat }: TokenTimes): void {
  const nowSeconds = Date.now() / 1_000;
  if (exp !== undefined && exp <= nowSeconds) throw new TokenRefused('The access token has expired.');
  const startsAtSeconds = Math.max(nbf ?? 0, iat ?? 0);
  if (startsAtSeconds > nowSeconds + clockToleranceSeconds)
    throw new TokenRefused('The access token is from the future.');
}
