import type { Client, KoaContextWithOIDC, ResourceServer } from 'oidc-provider';
import { InvalidScope, InvalidTarget } from 'oidc-provider/lib/helpers/errors.js';
import type { AuthConfig } from '../config/config.js';
import { developmentUsers, findDevelopmentIdentity } from './development-identities.js';
import { signingAlgorithm } from './development-keys.js';
import { tokenLifetimeSeconds } from './sign-development-token.js';

/** All scopes of the development server. */
export const directoryScopes = ['directory:admin', 'directory:software', 'directory:website'];

/**
 * Returns the directory as the default protected resource (RFC 8707): clients that send no `resource`, such as Swagger
 * UI, get JWT access tokens for it.
 */
export function resourceServer({ issuer, audience }: Pick<AuthConfig, 'issuer' | 'audience'>) {
  const resource = new URL('/', issuer).href;
  return {
    resource,
    describe: (context: KoaContextWithOIDC, indicator: string, client: Client): ResourceServer => {
      // The audience may itself be a URL, and then clients name that.
      if (![resource, audience].includes(indicator))
        throw new InvalidTarget(`the only resource here is ${resource}`);
      const scopes = scopesOf(client.clientId);
      resolveScope(context, scopes);
      return {
        scope: scopes.join(' '),
        audience,
        accessTokenTTL: tokenLifetimeSeconds,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: signingAlgorithm } },
      };
    },
  };
}

/** Returns the client's scopes; for Swagger UI and the console, those of all users. */
function scopesOf(clientId: string): readonly string[] {
  const identity = findDevelopmentIdentity(clientId);
  return identity?.scopes ?? [...new Set(developmentUsers.flatMap((user) => user.scopes))];
}

/** Their requests name no scope: the authorisation has decided it. */
const resumingGrants = ['authorization_code', 'refresh_token'];

/**
 * Grants a request without scope the client's scopes, because Swagger UI sends only ticked ones. A request with some
 * allowed scopes is granted those; one with none is rejected. RFC 6749 §3.3 leaves all three to the server.
 */
function resolveScope({ oidc }: KoaContextWithOIDC, allowed: readonly string[]): void {
  if (oidc.params === undefined || resumingGrants.includes(String(oidc.params.grant_type))) return;
  const requested = oidc.requestParamScopes;
  if (requested.size === 0) oidc.params.scope = allowed.join(' ');
  else if (![...allowed, 'openid'].some((scope) => requested.has(scope))) {
    throw new InvalidScope(
      'this client may have none of the scopes that it asks for',
      [...requested].join(' '),
    );
  }
}
