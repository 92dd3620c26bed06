import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { rememberAnswer } from '../errors/client-error.js';
import { Invalid, NotFound, type Problem } from '../errors/problem.js';
import { problemCodeOf } from '../errors/problem-codes.js';
import { interactionIdHeader } from './interaction-id.js';
import { isWellFormedMediaType } from '../validation/media-types.js';
import { isRepeated } from '../validation/repeated-header.js';
import { pathOf } from '../routing/request-path.js';
import { securityHeaders } from './security-headers.js';

/** What is told of each request when it is done. */
export type RequestObserver = (request: FastifyRequest, reply: FastifyReply, seconds: number) => void;

/** What happens to every request, whoever answers it and however early: its id, its access log line, its figures. */
export class RequestHooks {
  private observe: RequestObserver = () => undefined;

  constructor(private readonly accessLog: Logger) {}

  /** To be called once, before any route is added. */
  addTo(fastify: FastifyInstance, observe: RequestObserver): void {
    this.observe = observe;
    fastify.addHook('onRequest', (request, reply, done) => {
      rememberAnswer(request.socket, reply.raw);
      reply.header(interactionIdHeader, request.id);
      const contentType = request.headers['content-type'];
      // Fastify would answer an unreadable type itself, before the token is looked at; the guards refuse it in its turn.
      if (contentType !== undefined && !isWellFormedMediaType(contentType)) {
        request.raw.headers['content-type'] = 'application/octet-stream';
      }
      const fault = faultOf(request);
      if (fault !== undefined || request.headers.upgrade !== undefined) endConnection(reply);
      done(fault);
    });
    // RFC 9110 §10.1.1 lets a server ignore what it is expected to do; Node would answer 417 past all hooks.
    fastify.server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
      fastify.server.emit('request', request, response);
    });
    fastify.addHook('onResponse', (request, reply, done) => {
      this.tell(request, reply);
      done();
    });
  }

  /**
   * To be called with each error answer before it is sent: Fastify runs no hook for a path that it can't decode,
   * and what a caller could hide from the log that way is what it is there for.
   */
  catchUp(request: FastifyRequest, reply: FastifyReply): void {
    if (reply.hasHeader(interactionIdHeader)) return;
    rememberAnswer(request.socket, reply.raw);
    reply.headers({ ...securityHeaders, [interactionIdHeader]: request.id });
    reply.raw.once('close', () => {
      this.tell(request, reply);
    });
  }

  private tell(request: FastifyRequest, reply: FastifyReply): void {
    this.observe(request, reply, reply.elapsedTime / 1_000);
    this.accessLog.info(
      {
        interactionId: request.id,
        method: request.method,
        path: loggedPath(request.url),
        statusCode: reply.statusCode,
        problem: problemCodeOf(request),
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        remoteAddress: request.socket.remoteAddress,
      },
      'request',
    );
  }
}

/**
 * For a request that others may read in another way, so that they take what follows it for something else; and for one
 * that asks for another protocol: it is answered in this one, but Node's parser reads nothing that comes after it.
 */
function endConnection(reply: FastifyReply): void {
  reply.header('connection', 'close');
}

/** What would otherwise be answered past the error filter: by Node, and by the handler of preflights. */
function faultOf({ method, headers, raw }: FastifyRequest): Problem | undefined {
  if (headers.host === undefined && raw.httpVersion === '1.1') return new Invalid(['Host must be provided']);
  // RFC 9112 §3.2; Node takes the first, a proxy in front may have looked at another.
  if (isRepeated(raw.rawHeaders, 'host')) return new Invalid(['Host must be given once']);
  const isPreflight = headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
  // The error filter makes this a 405 where the path is known.
  return method === 'OPTIONS' && !isPreflight ? new NotFound('There is nothing at this path.') : undefined;
}

/** No id is longer; a segment that is may be the token of a link, or one that a caller put in the wrong place. */
const longestId = 40;

/** The path as the log may tell it: without the query, and without segments that may be secrets. */
export function loggedPath(url: string): string {
  return pathOf(url)
    .split('/')
    .map((segment) => (segment.length > longestId ? '…' : segment))
    .join('/');
}
