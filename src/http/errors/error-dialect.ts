import type { ConstraintViolation } from '../../database/database-errors.js';
import type { FastifyRequest } from 'fastify';
import type { Problem, ProblemHeaders } from './problem.js';

/** How one API writes its errors. */
export interface ErrorDialect {
  /** True for the paths whose errors are written this way; the path has no query. */
  speaksFor(path: string): boolean;
  /** The JSON body of the error answer. */
  render(problem: Problem): object;
  /** What every answer of the API carries, for errors that end a request before any hook sees it. */
  headersOf(request: Pick<FastifyRequest, 'headers'>): ProblemHeaders;
  /** What a broken constraint means to the caller; null where it can't be the caller's doing. */
  explain(violation: ConstraintViolation): Problem | null;
}

/** The dialect of a path; the first one for a path that no API owns. */
export function dialectFor(dialects: readonly [ErrorDialect, ...ErrorDialect[]], path: string): ErrorDialect {
  return dialects.find((dialect) => dialect.speaksFor(path)) ?? dialects[0];
}
