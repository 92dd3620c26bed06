import type { JSONWebKeySet, JWK } from 'jose';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import type { AuthConfig, Config } from '../config/config.js';
import { Forbidden } from '../http/errors/problem.js';
import { foreignHost, OwnHosts } from '../http/routing/own-hosts.js';
import { developmentKey } from './development-keys.js';
import { developmentProvider } from './development-provider.js';
import { mountSignIn } from './mount-sign-in.js';

export interface DevelopmentServerConfig
  extends
    Pick<AuthConfig, 'issuer' | 'audience'>,
    Pick<Config, 'localOrigin' | 'publicOrigins' | 'corsOrigins' | 'console'> {
  /** Folder of its key. */
  readonly dataDir: string;
}

/**
 * Mounts an OAuth 2.0 and OpenID Connect server for development at the path of its issuer: discovery, keys, client
 * credentials, and authorisation code with PKCE for users who sign in by choosing a user. Its errors are those of
 * RFC 6749 §5.2. Request bodies must reach it unread. Only its own pages may use it: it answers 403 to any other Host
 * or Origin.
 * @returns the keys that verify its tokens
 */
export async function mountDevelopmentServer(
  fastify: FastifyInstance,
  config: DevelopmentServerConfig,
): Promise<JSONWebKeySet> {
  const mountPath = new URL(config.issuer).pathname;
  const key = await developmentKey(config.dataDir);
  const provider = developmentProvider(config, key);
  const hosts = new OwnHosts(config);
  const handler = providerHandler(provider, mountPath);
  await fastify.register((routes, _options, done) => {
    routes.addHook('onRequest', ({ headers }, _reply, next) => {
      next(hosts.isOwn(headers.host) ? undefined : new Forbidden(foreignHost));
    });
    mountSignIn(routes, provider, mountPath);
    routes.route({
      method: ['GET', 'POST', 'OPTIONS'],
      url: `${mountPath}/*`,
      onRequest: ownOriginOnly(config),
      handler,
    });
    done();
  });
  const { kty, crv, x, y, kid, alg } = key;
  return { keys: [{ kty, crv, x, y, kid, alg, use: 'sig' } as JWK] };
}

/**
 * Returns the hook that answers 403 to pages of other origins, which must not read a token. Its secrets are published. The
 * provider itself answers CORS to every origin.
 */
function ownOriginOnly({ localOrigin, publicOrigins, corsOrigins }: DevelopmentServerConfig) {
  const { protocol, port } = new URL(localOrigin);
  // Browsers reach the service under each name of the loopback address.
  const loopback = ['localhost', '127.0.0.1', '[::1]'].map((host) => `${protocol}//${host}:${port}`);
  const urls = [localOrigin, ...loopback, ...publicOrigins, ...corsOrigins];
  const origins = new Set(urls.map((url) => new URL(url).origin));
  return ({ raw }: FastifyRequest, _reply: FastifyReply, next: (error?: Error) => void): void => {
    // Without Origin the provider would answer `*`.
    const origin = (raw.headers.origin ??= new URL(localOrigin).origin);
    next(origins.has(origin) ? undefined : new Forbidden(foreignOrigin));
  };
}

const foreignOrigin =
  "Origin is neither this service's nor one of CORS_ORIGINS, and the development server answers its own pages only. Add the origin to CORS_ORIGINS.";

/** Passes requests to the provider, with the response headers set so far. It reads its mount path from `originalUrl`. */
function providerHandler(provider: Provider, mountPath: string) {
  const respond = provider.callback();
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const originalUrl = request.raw.url ?? '/';
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) reply.raw.setHeader(name, value);
    }
    reply.hijack();
    const mounted = Object.assign(request.raw, { originalUrl, url: originalUrl.slice(mountPath.length) });
    await respond(mounted, reply.raw);
    request.raw.url = originalUrl;
  };
}
