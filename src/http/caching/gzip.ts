import negotiator from '@fastify/accept-negotiator';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { gzipTag } from './entity-tag.js';

/** Minimum body size for compression, in bytes. */
export const gzipThreshold = 1_024;

/** Returns true if the client accepts gzip (RFC 9110 §12.5.3), as @fastify/compress reads the header. */
export function acceptsGzip({ headers }: FastifyRequest): boolean {
  const accepted = headers['accept-encoding'];
  if (accepted === undefined || headers['x-no-compression'] !== undefined) return false;
  return negotiator.negotiate(accepted.toLowerCase().replaceAll(/\*|x-gzip/g, 'gzip'), ['gzip']) === 'gzip';
}

/**
 * Marks the entity tags of compressed responses. Call this after registering the compression and before any route: both
 * run at the end of each route's own hooks.
 */
export function markCompressedEntityTags(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const mark = (
      _request: FastifyRequest,
      reply: FastifyReply,
      payload: unknown,
      done: (error: null, payload: unknown) => void,
    ) => {
      const tag = reply.getHeader('etag');
      if (reply.getHeader('content-encoding') === 'gzip' && typeof tag === 'string')
        reply.header('etag', gzipTag(tag));
      done(null, payload);
    };
    route.onSend = [route.onSend ?? [], mark].flat();
  });
}
