import type { Client, KoaContextWithOIDC, ResourceServer } from 'oidc-provider';
import { InvalidScope, InvalidTarget } from 'oidc-provider/lib/helpers/errors.js';
import type { AuthConfig } from '../config/config.js';
import { developmentUsers, findDevelopmentIdentity } from './development-identities.js';
import { signingAlgorithm } from './development-keys.js';
import { tokenLifetimeSeconds } from './sign-development-token.js';

/** Every scope that the tokens of the development server may carry. */
export const directoryScopes = ['directory:admin', 'directory:software', 'directory:website'];

/**
 * The directory as a protected resource (RFC 8707), the default one: clients that name no `resource`, Swagger UI
 * among them, get JWT access tokens for it.
 */
export function resourceServer({ issuer, audience }: Pick<AuthConfig, 'issuer' | 'audience'>) {
  const resource = new URL('/', issuer).href;
  return {
    resource,
    describe: (context: KoaContextWithOIDC, indicator: string, client: Client): ResourceServer => {
      if (indicator !== resource) throw new InvalidTarget(`the only resource here is ${resource}`);
      const scopes = scopesOf(client.clientId);
      settleScope(context, scopes);
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

/** A client of its own has its own scopes; Swagger UI stands for whoever signs in. */
function scopesOf(clientId: string): readonly string[] {
  const identity = findDevelopmentIdentity(clientId);
  return identity?.scopes ?? [...new Set(developmentUsers.flatMap((user) => user.scopes))];
}

/**
 * Swagger UI sends no scope unless one is ticked, and all of them where all are: a request without scope is granted
 * the client's own, one for too much is granted less, and only one for nothing that may be had is refused
 * (RFC 6749 §3.3 leaves each of these to the server).
 */
function settleScope({ oidc }: KoaContextWithOIDC, allowed: readonly string[]): void {
  if (oidc.params === undefined || oidc.params.grant_type === 'authorization_code') return;
  const asked = oidc.requestParamScopes;
  if (asked.size === 0) oidc.params.scope = allowed.join(' ');
  else if (![...allowed, 'openid'].some((scope) => asked.has(scope))) {
    throw new InvalidScope('this client may have none of the scopes that it asks for', [...asked].join(' '));
  }
}
