import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestHooks } from '../lifecycle/request-hooks.js';
import { pathOf } from '../routing/request-path.js';
import type { KnownRoutes } from '../routing/known-routes.js';
import { dialectFor, type ErrorDialect } from './error-dialect.js';
import { ConstraintViolation } from '../../database/database-errors.js';
import type { SecurityEvents } from '../../security-events/security-events.js';
import { MethodNotAllowed, NotFound, type Problem } from './problem.js';
import { recordRefusal } from './record-refusal.js';
import { toProblem } from './to-problem.js';

/**
 * Turns every error into a response, in the dialect of the path. The filter is global, because a filter of a controller
 * does not see unknown routes.
 */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(
    private readonly dialects: readonly [ErrorDialect, ...ErrorDialect[]],
    private readonly routes: KnownRoutes,
    private readonly hooks: RequestHooks,
    private readonly events: SecurityEvents,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Also called for errors before Nest has the request, such as a path that can't be decoded. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const path = pathOf(request.url);
    const dialect = dialectFor(this.dialects, path);
    const violation = error instanceof ConstraintViolation ? dialect.problemFor(error) : null;
    const problem = this.withMethod(violation ?? toProblem(error), request.method, path);
    if (problem.status >= 500) request.log.error({ err: problem.cause ?? problem }, problem.message);
    this.hooks.noteProblem(request, problem.code);
    recordRefusal(this.events, request, problem);
    if (reply.sent) return;
    this.hooks.applyLate(request, reply);
    // Headers that the handler set for a success, such as ETag, must not be sent with the error.
    for (const name of ['etag', 'location', 'link', 'cache-control', 'content-encoding']) {
      reply.removeHeader(name);
      // A stream that fails before its first byte has already set its headers on the raw response.
      reply.raw.removeHeader(name);
    }
    void reply
      .status(problem.status)
      .headers({
        'cache-control': 'no-store',
        ...dialect.headersOf(request),
        ...problem.headers,
        'content-type': 'application/json; charset=utf-8',
      })
      .send(JSON.stringify(dialect.render(problem)));
  }

  /** Returns 405 in place of 404 if the path has other methods (RFC 9110 §15.5.6). */
  private withMethod(problem: Problem, method: string, path: string): Problem {
    if (!(problem instanceof NotFound) || !this.routes.isUnrouted(method, path)) return problem;
    const allowed = this.routes.methodsOf(path);
    return allowed.length === 0 ? problem : new MethodNotAllowed(method, allowed, problem.advice);
  }
}
