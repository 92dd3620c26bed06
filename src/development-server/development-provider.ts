import { randomBytes } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { Logger } from '@nestjs/common';
import type {
  AccessToken,
  ClientCredentials,
  ClientMetadata,
  Configuration,
  KoaContextWithOIDC,
} from 'oidc-provider';
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js';
import { base, Check } from 'oidc-provider/lib/helpers/interaction_policy/index.js';
import { Provider } from 'oidc-provider/lib/provider.js';
import type { AuthConfig, Config } from '../config/config.js';
import { browserClients } from './browser-clients.js';
import { developmentClients, developmentUsers, findDevelopmentIdentity } from './development-identities.js';
import { type DevelopmentKey, signingAlgorithm } from './development-keys.js';
import { messagePage } from './login-page.js';
import { directoryScopes, resourceServer } from './resource-server.js';
import { tokenLifetimeSeconds } from './sign-development-token.js';

const clockToleranceSeconds = 10;
const signInLifetimeSeconds = 600;

/** A working day, after which the console asks for a new sign-in. */
const refreshLifetimeSeconds = 12 * 3_600;

/** The settings that the provider depends on. */
type ProviderConfig = Pick<AuthConfig, 'issuer' | 'audience'> & Pick<Config, 'publicOrigins' | 'console'>;

/**
 * Returns the authorisation server, to be mounted at the path of its issuer. Codes, grants and sessions are in memory;
 * access tokens are JWTs (RFC 9068) and have no state.
 */
export function developmentProvider(config: ProviderConfig, key: DevelopmentKey): Provider {
  const provider = new Provider(config.issuer, configurationOf(config, key));
  const logger = new Logger('DevelopmentServer');
  const log = (error: unknown) => {
    logger.error({ err: error }, 'the development authorisation server failed');
  };
  provider.on('server_error', (_context, error) => {
    log(error);
  });
  // Koa's event, missing in the provider's types. Without a listener Koa writes to the console.
  const emitter: EventEmitter = provider;
  emitter.on('error', log);
  return provider;
}

function configurationOf(config: ProviderConfig, key: DevelopmentKey): Configuration {
  const mountPath = new URL(config.issuer).pathname;
  const { resource, describe } = resourceServer(config);
  return {
    adapter: createMemoryAdapter(clockToleranceSeconds),
    claims: { openid: ['sub', 'email'] },
    // Other origins never reach the provider; see `ownOriginOnly`.
    clientBasedCORS: () => true,
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    clientDefaults: { id_token_signed_response_alg: signingAlgorithm },
    clients: [...developmentClients.map(confidentialClient), ...browserClients(config)],
    clockTolerance: clockToleranceSeconds,
    cookies: cookiesAt(mountPath),
    enabledJWA: {
      dPoPSigningAlgValues: ['PS256', 'ES256', 'Ed25519', 'EdDSA'],
      idTokenSigningAlgValues: [signingAlgorithm],
    },
    // Another sign-in in the same browser ends the session, but must not end that of another window.
    expiresWithSession: () => false,
    extraTokenClaims: (_context, token) => claimsOf(token),
    features: featuresFor(resource, describe),
    findAccount: (_context, email) => accountOf(email),
    interactions: {
      policy: signInPolicy(),
      url: (_context, { uid }) => `${mountPath}/interaction/${uid}`,
    },
    // Without the scope `offline_access`, for which browsers would be asked for consent.
    issueRefreshToken: (_context, client) => client.grantTypeAllowed('refresh_token'),
    jwks: { keys: [key] },
    loadExistingGrant: (context) => grantEverything(context, [resource, config.audience]),
    pkce: { required: () => true },
    renderError: (context, { error, error_description: description }) => {
      context.type = 'html';
      context.body = messagePage('This did not work', `${error}: ${description ?? 'no more is known'}.`);
    },
    responseTypes: ['code'],
    scopes: ['openid', ...directoryScopes],
    ttl,
  };
}

function cookiesAt(path: string): Configuration['cookies'] {
  return {
    keys: [randomBytes(32).toString('base64url')],
    long: { path, httpOnly: true, sameSite: 'lax' },
    names: {
      session: 'development_session',
      interaction: 'development_sign_in',
      resume: 'development_resume',
    },
  };
}

function featuresFor(
  resource: string,
  describe: ReturnType<typeof resourceServer>['describe'],
): Configuration['features'] {
  return {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    dPoP: { enabled: true },
    pushedAuthorizationRequests: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      getResourceServerInfo: describe,
    },
    revocation: {
      enabled: true,
      allowedPolicy: (_context, client, token) => token.clientId === client.clientId,
    },
    rpInitiatedLogout: { enabled: false },
    userinfo: { enabled: false },
  };
}

/** In seconds. */
const ttl = {
  AccessToken: tokenLifetimeSeconds,
  AuthorizationCode: 60,
  ClientCredentials: tokenLifetimeSeconds,
  Grant: refreshLifetimeSeconds,
  IdToken: tokenLifetimeSeconds,
  Interaction: signInLifetimeSeconds,
  RefreshToken: refreshLifetimeSeconds,
  Session: tokenLifetimeSeconds,
};

function confidentialClient({ id, secret }: { id: string; secret: string }): ClientMetadata {
  return {
    client_id: id,
    client_secret: secret,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    token_endpoint_auth_method: 'client_secret_basic',
  };
}

function claimsOf(token: AccessToken | ClientCredentials): Record<string, unknown> {
  const id = token.kind === 'AccessToken' ? token.accountId : token.clientId;
  return { ...findDevelopmentIdentity(id ?? '')?.claims };
}

function accountOf(email: string) {
  const user = developmentUsers.find(({ id }) => id === email);
  return user === undefined
    ? undefined
    : { accountId: user.id, claims: () => ({ sub: user.id, email: user.id }) };
}

/** Shows the sign-in page at every authorisation, so that the user can be changed, and never asks for consent. */
function signInPolicy() {
  const policy = base();
  const always = new Check('choose_user', 'the user must be chosen', 'login_required', ({ oidc }) =>
    oidc.result?.login === undefined ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT,
  );
  policy.get('login')?.checks.add(always);
  policy.remove('consent');
  return policy;
}

async function grantEverything({ oidc }: KoaContextWithOIDC, resources: readonly string[]) {
  const { client, provider, session } = oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
  grant.addOIDCScope(['openid', ...directoryScopes].join(' '));
  for (const resource of resources) grant.addResourceScope(resource, directoryScopes.join(' '));
  await grant.save();
  return grant;
}
