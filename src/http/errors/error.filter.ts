import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestHooks } from '../lifecycle/request-hooks.js';
import { pathOf } from '../routing/request-path.js';
import type { KnownRoutes } from '../routing/known-routes.js';
import { dialectFor, type ErrorDialect } from './error-dialect.js';
import { ConstraintViolation } from '../../database/database-errors.js';
import { noteProblemCode } from './problem-codes.js';
import { MethodNotAllowed, NotFound, type Problem } from './problem.js';
import { toProblem } from './to-problem.js';

/**
 * The one place where an error becomes an answer. It is global, because a filter bound to a controller never sees
 * an unknown route; the dialect is chosen by path.
 */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(
    private readonly dialects: readonly [ErrorDialect, ...ErrorDialect[]],
    private readonly routes: KnownRoutes,
    private readonly hooks: RequestHooks,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Also called for what fails before Nest has the request, such as a path that can't be decoded. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const path = pathOf(request.url);
    const dialect = dialectFor(this.dialects, path);
    const explained = error instanceof ConstraintViolation ? dialect.explain(error) : null;
    const problem = this.withMethod(explained ?? toProblem(error), request.method, path);
    if (problem.status >= 500) request.log.error({ err: problem.cause ?? problem }, problem.message);
    noteProblemCode(request, problem.code);
    if (reply.sent) return;
    this.hooks.catchUp(request, reply);
    // What the handler had prepared for a success, an ETag say, must not go out with the error.
    for (const name of ['etag', 'location', 'link', 'cache-control', 'content-encoding']) {
      reply.removeHeader(name);
      // A stream that fails before its first byte has put its headers on the raw answer already.
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

  /** A path that other methods know is 405, not 404 (RFC 9110 §15.5.6). */
  private withMethod(problem: Problem, method: string, path: string): Problem {
    if (!(problem instanceof NotFound) || !this.routes.isUnrouted(method, path)) return problem;
    const allowed = this.routes.methodsOf(path);
    return allowed.length === 0 ? problem : new MethodNotAllowed(method, allowed);
  }
}
