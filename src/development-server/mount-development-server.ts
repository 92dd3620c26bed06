import type { JSONWebKeySet, JWK } from 'jose';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import type { AuthConfig } from '../config/config.js';
import { developmentKey } from './development-keys.js';
import { developmentProvider } from './development-provider.js';
import { mountSignIn } from './mount-sign-in.js';

/** What the development server has to know. */
export interface DevelopmentServerConfig extends Pick<AuthConfig, 'issuer' | 'audience'> {
  /** Where its key is kept. */
  readonly dataDir: string;
}

/**
 * Mounts an OAuth 2.0 and OpenID Connect server for development at the path of its issuer: discovery, keys, client
 * credentials, and authorisation code with PKCE for users who sign in by choosing who they are. Its errors are its
 * own (RFC 6749 §5.2), not the directory's. Request bodies must reach it unread.
 * @returns the keys that its tokens are to be verified with
 */
export async function mountDevelopmentServer(
  fastify: FastifyInstance,
  config: DevelopmentServerConfig,
): Promise<JSONWebKeySet> {
  const mountPath = new URL(config.issuer).pathname;
  const key = await developmentKey(config.dataDir);
  const provider = developmentProvider(config, key);
  mountSignIn(fastify, provider, mountPath);
  const answer = handOver(provider, mountPath);
  fastify.route({
    method: ['GET', 'POST', 'OPTIONS'],
    url: `${mountPath}/*`,
    handler: answer,
  });
  const { kty, crv, x, y, kid, alg } = key;
  return { keys: [{ kty, crv, x, y, kid, alg, use: 'sig' } as JWK] };
}

/** Leaves the answer to the provider, with the headers that were settled before; it learns its mount path by `originalUrl`. */
function handOver(provider: Provider, mountPath: string) {
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
