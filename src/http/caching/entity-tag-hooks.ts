import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { entityTagOf, gzipTag, ifNoneMatchNames } from './entity-tag.js';

/** JSON and JWS. */
const taggedTypes = ['application/json', 'application/jose', 'application/jwt'];

/**
 * Adds a strong entity tag of its bytes to each JSON or JWS response of a GET, unless its handler has set one. Sends 304 if the
 * client has that representation (RFC 9110 §13.1.2), also for HTML whose handler has set a tag. The handler of a stream
 * must set the tag; the stream is not read for a response without a body.
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
      done(null, request.method === 'HEAD' ? withoutReading(payload) : payload);
      return;
    }
    withoutReading(payload);
    setNotModified(reply, known, tag);
    done(null, '');
  });
}

function setNotModified(reply: FastifyReply, known: string, tag: string): void {
  // The tag of the client's own form: a cache finds its stored response by the tag of the 304 (RFC 9111 §4.3.4).
  if (known.includes(gzipTag(tag))) reply.header('etag', gzipTag(tag));
  for (const name of ['content-type', 'content-length', 'content-encoding']) reply.removeHeader(name);
  reply.code(304);
}

/** A tagged response has a plain and a gzip form, so it varies whichever is sent (RFC 9110 §12.5.5). */
function addVary(reply: FastifyReply): void {
  const vary = reply.getHeader('vary');
  reply.header('vary', vary === undefined ? 'accept-encoding' : `${String(vary)}, accept-encoding`);
}

/** Destroys a stream and returns an empty one; returns any other payload. */
function withoutReading(payload: unknown): unknown {
  if (!(payload instanceof Readable)) return payload;
  payload.destroy();
  return Readable.from([]);
}

function isTaggable(request: FastifyRequest, reply: FastifyReply): boolean {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const contentType = String(reply.getHeader('content-type') ?? '');
  const isOfTaggedType =
    taggedTypes.some((type) => contentType.startsWith(type)) ||
    (contentType.startsWith('text/html') && reply.hasHeader('etag'));
  return (
    isRead && isOfTaggedType && reply.statusCode === 200 && reply.getHeader('cache-control') !== 'no-store'
  );
}
