import { decodeJwt, decodeProtectedHeader, errors } from 'jose';
import type { AuthConfig } from '../../config/config.js';
import { shortened } from '../errors/shortened.js';
import { signatureAlgorithms } from './challenges.js';
import {
  clockToleranceSeconds,
  isAccessTokenType,
  namedClient,
  noClient,
  type TokenClaims,
} from './token-claims.js';

/** The settings that a token is compared with. */
export type ExpectedToken = Pick<AuthConfig, 'issuer' | 'audience' | 'isDevelopmentServer'>;

/**
 * Returns why a JWT is refused, for its developer: the part at fault, the expected value and the next step. Not for
 * production: the token is not verified, and the sentence tells its sender about the settings.
 * @param error of the verification
 */
export function explainRefusal(token: string, error: unknown, expected: ExpectedToken): string {
  const parts = decode(token);
  if (parts === null)
    return 'The access token is not a JWT: its parts are not JSON in base64url. Send it as it was issued.';
  const { header, claims } = parts;
  return (
    headerFault(header) ??
    claimFault(claims, expected) ??
    keyFault(header, error, expected) ??
    `The access token is not valid here: ${error instanceof Error ? error.message : String(error)}.`
  );
}

/** Returns the fault of issuer, audience, client or times; null for none. */
export function claimFault(
  claims: TokenClaims,
  { issuer, audience }: Pick<ExpectedToken, 'issuer' | 'audience'>,
): string | null {
  if (claims.iss !== issuer)
    return `iss of the access token is ${shown(claims.iss)}, expected "${issuer}". Request the token there, or set AUTH_ISSUER.`;
  if (![claims.aud].flat().includes(audience))
    return `aud of the access token is ${shown(claims.aud)}, expected "${audience}". Request the token for it, or set AUTH_AUDIENCE.`;
  if (namedClient(claims) === null) return noClient;
  const nowSeconds = Date.now() / 1_000;
  const { exp, nbf, iat } = claims;
  if (typeof exp !== 'number')
    return `exp of the access token is ${shown(exp)}. Request a token that expires.`;
  if (exp <= nowSeconds) return `The access token expired at ${time(exp)}. Get a new one.`;
  const early = [nbf, iat].find((at) => Number(at) > nowSeconds + clockToleranceSeconds);
  return early === undefined
    ? null
    : `nbf or iat of the access token is ${time(Number(early))}, but it is ${time(nowSeconds)} here. Set the clocks.`;
}

function headerFault({ alg, typ }: TokenClaims): string | null {
  if (!signatureAlgorithms.includes(String(alg)))
    return `alg of the access token is ${shown(alg)}; allowed are ${signatureAlgorithms.join(', ')}. Have the authorisation server sign with one of them.`;
  if (!isAccessTokenType(typ))
    return `typ of the token is ${shown(typ)}; an access token has at+jwt, JWT or none. Send the access token, not the ID token.`;
  return null;
}

function keyFault(
  { kid }: TokenClaims,
  error: unknown,
  { issuer, isDevelopmentServer }: ExpectedToken,
): string | null {
  if (error instanceof errors.JWKSNoMatchingKey)
    return isDevelopmentServer
      ? `kid of the access token is ${shown(kid)}, which is no key of this development server: the token was issued with another DATA_DIR. Get a new one with the command token and the DATA_DIR of this server.`
      : `kid of the access token is ${shown(kid)}, which is no key of ${issuer}. Get a new token there.`;
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return `The signature of the access token does not match the key ${shown(kid)} of ${issuer}. Send the token unchanged, or get a new one.`;
  return null;
}

function decode(token: string): { header: TokenClaims; claims: TokenClaims } | null {
  try {
    return { header: { ...decodeProtectedHeader(token) }, claims: decodeJwt(token) };
  } catch {
    return null;
  }
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : shortened(JSON.stringify(value));
}

/** Seconds since 1970 as a date; JavaScript has no date for most numbers. */
function time(seconds: number): string {
  const date = new Date(seconds * 1_000);
  return Number.isNaN(date.getTime()) ? `${seconds} s after 1970` : date.toISOString();
}
