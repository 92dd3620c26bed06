import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { TrustedProxies } from '../auth/trusted-proxies.js';
import { rememberResponse } from '../errors/client-error.js';
import { Invalid, nothingHere, type Problem } from '../errors/problem.js';
import { interactionIdHeader } from './interaction-id.js';
import { isWellFormedMediaType } from '../validation/media-types.js';
import { isRepeated } from '../validation/repeated-header.js';
import { loggedPath } from '../routing/request-path.js';
import { originOf, setClientAddress } from './request-origin.js';
import { securityHeaders } from './security-headers.js';

/** Called for each request after its response. */
export type RequestObserver = (request: FastifyRequest, reply: FastifyReply, seconds: number) => void;

/** The interaction id, access log line and metrics of every request, including those that fail before a handler. */
export class RequestHooks {
  private observe: RequestObserver = () => undefined;
  private readonly problemCodes = new WeakMap<FastifyRequest, string>();

  constructor(
    private readonly accessLog: Logger,
    private readonly proxies: TrustedProxies,
  ) {}

  /** Call this once, before any route is added. */
  addTo(fastify: FastifyInstance, observe: RequestObserver): void {
    this.observe = observe;
    fastify.addHook('onRequest', (request, reply, done) => {
      rememberResponse(request.socket, reply.raw);
      setClientAddress(request, this.proxies.clientAddress(request.raw));
      reply.header(interactionIdHeader, request.id);
      const contentType = request.headers['content-type'];
      // Fastify would reject a malformed type itself, before the token is checked. The guards reject this one instead.
      if (contentType !== undefined && !isWellFormedMediaType(contentType)) {
        request.raw.headers['content-type'] = 'application/octet-stream';
      }
      const fault = faultOf(request);
      if (fault !== undefined || request.headers.upgrade !== undefined) endConnection(reply);
      done(fault);
    });
    // A server may ignore Expect (RFC 9110 §10.1.1). Node would send 417 without any hook.
    fastify.server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
      fastify.server.emit('request', request, response);
    });
    fastify.addHook('onResponse', (request, reply, done) => {
      this.report(request, reply);
      done();
    });
  }

  /** Notes the problem code of a failed request for the access log. */
  noteProblem(request: FastifyRequest, code: string): void {
    this.problemCodes.set(request, code);
  }

  /**
   * Does the work of the hooks for an error response without them. Fastify runs no hook for a path that it can't decode,
   * and such requests must not be missing in the access log.
   */
  applyLate(request: FastifyRequest, reply: FastifyReply): void {
    if (reply.hasHeader(interactionIdHeader)) return;
    rememberResponse(request.socket, reply.raw);
    setClientAddress(request, this.proxies.clientAddress(request.raw));
    reply.headers({ ...securityHeaders, [interactionIdHeader]: request.id });
    reply.raw.once('close', () => {
      this.report(request, reply);
    });
  }

  private report(request: FastifyRequest, reply: FastifyReply): void {
    this.observe(request, reply, reply.elapsedTime / 1_000);
    const { interactionId, clientId, user, jti, clientAddress } = originOf(request);
    this.accessLog.info(
      {
        interactionId,
        method: request.method,
        path: loggedPath(request.url),
        statusCode: reply.statusCode,
        problem: this.problemCodes.get(request),
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        clientId,
        user,
        jti,
        clientAddress,
      },
      'request',
    );
  }
}

/**
 * Closes the connection after the response. A proxy may parse an ambiguous request differently, and then what follows it
 * too (request smuggling). After an Upgrade request Node's parser reads nothing more.
 */
function endConnection(reply: FastifyReply): void {
  reply.header('connection', 'close');
}

/** Returns the faults that Node or the CORS plugin would otherwise respond to without the error filter. */
function faultOf({ method, headers, raw }: FastifyRequest): Problem | undefined {
  if (headers.host === undefined && raw.httpVersion === '1.1') return new Invalid(['Host must be provided']);
  // RFC 9112 §3.2. Node reads the first header, but a proxy may have checked another one.
  if (isRepeated(raw.rawHeaders, 'host')) return new Invalid(['Host must be given once']);
  const isPreflight = headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
  // The error filter turns this into a 405 if the path is known.
  return method === 'OPTIONS' && !isPreflight ? nothingHere() : undefined;
}
