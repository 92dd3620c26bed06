import { compactVerify, decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose';
import type { NotifyConfig } from '../../../config/notify-config.js';
import { TokenRefused } from '../errors/notify-problems.js';
import { type Caller, callerWithEveryScope } from './caller.js';

const maxClockSkewSeconds = 30;
const notUnderstood =
  'Invalid token: make sure your API token matches the example at https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header';

/** The secrets, the time and the look-up for the check of a token. */
export interface TokenCheck {
  readonly config: Pick<NotifyConfig, 'adminClientId' | 'adminSecrets'>;
  /** Seconds since 1970. */
  readonly now: number;
  /** Returns the caller of an API key; null for any other text. */
  readonly findKey: (token: string) => Promise<Caller | null>;
}

/**
 * Returns the caller of an Authorization header. The admin sends a JWT that it signed (HS256, RFC 7519), other clients an
 * opaque API key. The checks follow the order of contract section 3.
 * @throws TokenRefused
 */
export async function callerOf(authorization: string | undefined, check: TokenCheck): Promise<Caller> {
  const credentials = (authorization ?? '').trim();
  if (credentials === '') refuse(401, 'Unauthorized: authentication token must be provided');
  const [, scheme, token = ''] = /^(\S*)\s*(.*)$/s.exec(credentials) ?? [];
  if (scheme?.toLowerCase() !== 'bearer')
    refuse(401, 'Unauthorized: authentication bearer scheme must be used');
  const holder = await check.findKey(token);
  if (holder !== null) return holder;
  await checkAdminToken(token, check);
  return callerWithEveryScope(check.config.adminClientId);
}

/** Returns the `jti` of an accepted Authorization header; null for an API key, and for a JWT without one. */
export function jtiOf(authorization = ''): string | null {
  try {
    const { jti } = decodeJwt(authorization.trim().replace(/^\S+\s*/, ''));
    return typeof jti === 'string' && jti !== '' ? jti : null;
  } catch {
    return null;
  }
}

async function checkAdminToken(token: string, { config, now }: TokenCheck): Promise<void> {
  const { algorithm, claims } = decode(token);
  if (claims.iss === undefined) refuse(403, 'Invalid token: iss field not provided');
  if (claims.iss !== config.adminClientId) refuse(401, 'Unauthorized: not allowed to perform this action');
  if (algorithm !== 'HS256') refuse(403, 'Invalid token: algorithm used is not HS256');
  const isSigned = await isSignedByOne(token, config.adminSecrets);
  if (!isSigned || claims.iat === undefined) refuse(403, 'Invalid token: API key not found');
  // Whole seconds on both sides, as the client counts: a difference of 30.9 s is still 30.
  if (Math.abs(claims.iat - Math.floor(now)) > maxClockSkewSeconds)
    refuse(403, 'Error: Your system clock must be accurate to within 30 seconds');
  if (!isInForce(claims, now)) refuse(403, notUnderstood);
}

function decode(token: string): { algorithm: string | undefined; claims: JWTPayload } {
  try {
    return { algorithm: decodeProtectedHeader(token).alg, claims: decodeJwt(token) };
  } catch {
    refuse(403, notUnderstood);
  }
}

/**
 * Returns false for claims that the peer's JWT library rejects: an `iat` that is not a number, any `aud`, an `exp` in the
 * past, an `nbf` in the future.
 */
function isInForce({ iat, aud, exp, nbf }: JWTPayload, now: number): boolean {
  const ends = exp === undefined || (typeof exp === 'number' && exp > now);
  const begins = nbf === undefined || (typeof nbf === 'number' && nbf <= now);
  return typeof iat === 'number' && aud === undefined && ends && begins;
}

async function isSignedByOne(token: string, secrets: readonly string[]): Promise<boolean> {
  for (const secret of secrets) {
    const isGood = await compactVerify(token, new TextEncoder().encode(secret), {
      algorithms: ['HS256'],
    }).then(
      () => true,
      () => false,
    );
    if (isGood) return true;
  }
  return false;
}

function refuse(status: 401 | 403, text: string): never {
  throw new TokenRefused(status, text);
}
