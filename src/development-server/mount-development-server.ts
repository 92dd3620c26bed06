import type { JSONWebKeySet, JWK } from 'jose';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import type { AuthConfig } from '../config/config.js';
import { developmentKey } from './development-keys.js';
import { developmentProvider } from './development-provider.js';
import { mountSignIn } from './mount-sign-in.js';

export interface DevelopmentServerConfig extends Pick<AuthConfig, 'issuer' | 'audience'> {
  /** Folder of its key. */
  readonly dataDir: string;
}

/**
 * Mounts an OAuth 2.0 and OpenID Connect server for development at the path of its issuer: discovery, keys, client
 * credentials, and authorisation code with PKCE for users who sign in by choosing a user. Its errors are those of
 * RFC 6749 §5.2. Request bodies must reach it unread.
 * @returns the keys that verify its tokens
 */
export async function mountDevelopmentServer(
  fastify: FastifyInstance,
  config: DevelopmentServerConfig,
): Promise<JSONWebKeySet> {
  const mountPath = new URL(config.issuer).pathname;
  const key = await developmentKey(config.dataDir);
  const provider = developmentProvider(config, key);
  mountSignIn(fastify, provider, mountPath);
  const handler = providerHandler(provider, mountPath);
  fastify.route({
    method: ['GET', 'POST', 'OPTIONS'],
    url: `${mountPath}/*`,
    handler,
  });
  const { kty, crv, x, y, kid, alg } = key;
  return { keys: [{ kty, crv, x, y, kid, alg, use: 'sig' } as JWK] };
}

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
