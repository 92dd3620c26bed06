import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { entityTagOf, gzipTag, ifNoneMatchNames } from './entity-tag.js';

/**
 * Gives every JSON answer to a GET a strong entity tag made from its bytes, unless its handler has set one, and answers
 * 304 where the caller holds it already (RFC 9110 §13.1.2). What streams must bring its tag along; it is not read where
 * the answer has no body.
 */
export function addEntityTags(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (!isTaggable(request, reply)) {
      done(null, payload);
      return;
    }
    const tag = reply.getHeader('etag') ?? (typeof payload === 'string' ? entityTagOf(payload) : undefined);
    if (typeof tag !== 'string') {
      done(null, payload);
      return;
    }
    reply
      .header('etag', tag)
      .header('cache-control', reply.getHeader('cache-control') ?? 'private, no-cache');
    addVary(reply);
    const known = request.headers['if-none-match'];
    if (known === undefined || !ifNoneMatchNames(known, tag)) {
      done(null, request.method === 'HEAD' ? unread(payload) : payload);
      return;
    }
    unread(payload);
    sayUnchanged(reply, known, tag);
    done(null, '');
  });
}

function sayUnchanged(reply: FastifyReply, known: string, tag: string): void {
  // The form that the caller holds: a cache finds what it has stored by the tag of the 304 (RFC 9111 §4.3.4).
  if (known.includes(gzipTag(tag))) reply.header('etag', gzipTag(tag));
  for (const name of ['content-type', 'content-length', 'content-encoding']) reply.removeHeader(name);
  reply.code(304);
}

/**
 * Marks the entity tag of what was compressed. To be called after the compression is registered and before any route
 * is: both work at the end of each route's own hooks.
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

/** There are two forms of what is tagged, also where this answer is the plain one (RFC 9110 §12.5.5). */
function addVary(reply: FastifyReply): void {
  const vary = reply.getHeader('vary');
  reply.header('vary', vary === undefined ? 'accept-encoding' : `${String(vary)}, accept-encoding`);
}

/** Gives a stream up, for an empty one in its place; anything else stays as it is. */
function unread(payload: unknown): unknown {
  if (!(payload instanceof Readable)) return payload;
  payload.destroy();
  return Readable.from([]);
}

function isTaggable(request: FastifyRequest, reply: FastifyReply): boolean {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const isJson = String(reply.getHeader('content-type') ?? '').startsWith('application/json');
  return isRead && isJson && reply.statusCode === 200 && reply.getHeader('cache-control') !== 'no-store';
}
