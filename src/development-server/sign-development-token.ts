import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import type { AuthConfig } from '../config/config.js';
import { developmentUsers, findDevelopmentIdentity, swaggerUiClientId } from './development-identities.js';
import { developmentKey, signingAlgorithm } from './development-keys.js';

export const tokenLifetimeSeconds = 3_600;

export interface DevelopmentTokenRequest extends Pick<AuthConfig, 'issuer' | 'audience'> {
  readonly dataDir: string;
  /** The id of a development client or the email of a development user. */
  readonly identity: string;
}

/**
 * Returns an access token (RFC 9068) like those of the development server's token endpoint, signed with the key in the
 * data folder; the server need not run. The client of a user's token is Swagger UI.
 * @throws Error for an unknown identity
 */
export async function signDevelopmentToken(request: DevelopmentTokenRequest): Promise<string> {
  const identity = findDevelopmentIdentity(request.identity);
  if (identity === null)
    throw new Error(`${request.identity} is no client or user of the development server`);
  const key = await developmentKey(request.dataDir);
  const clientId = developmentUsers.includes(identity) ? swaggerUiClientId : identity.id;
  return new SignJWT({ ...identity.claims, client_id: clientId, scope: identity.scopes.join(' ') })
    .setProtectedHeader({ alg: signingAlgorithm, typ: 'at+jwt', kid: key.kid })
    .setIssuer(request.issuer)
    .setAudience(request.audience)
    .setSubject(identity.id)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${tokenLifetimeSeconds}s`)
    .sign(await importJWK(key, signingAlgorithm));
}
