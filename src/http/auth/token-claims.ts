/** What a good access token says, whether it was a JWT (RFC 9068) or introspected (RFC 7662). */
export type TokenClaims = Readonly<Record<string, unknown>>;

/** Why a token is refused: one sentence for the caller, which says nothing that they could not know. */
export class TokenRefused extends Error {}

/** A claim that is text which can be stored, or null: NUL and lone surrogates are nobody's name. */
export function textClaim(claims: TokenClaims, name: string): string | null {
  const value = claims[name];
  if (typeof value !== 'string' || value === '' || value.includes('\u0000')) return null;
  return value.isWellFormed() ? value : null;
}

/** A claim that is an object; empty where it is not. */
export function objectClaim(claims: TokenClaims, name: string): TokenClaims {
  const value = claims[name];
  return typeof value === 'object' && value !== null ? (value as TokenClaims) : {};
}
