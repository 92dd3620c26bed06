import type { ConstraintViolation } from '../../database/database-errors.js';
import type { FastifyRequest } from 'fastify';
import type { Problem, ProblemHeaders } from './problem.js';

/** The error format of one API. */
export interface ErrorDialect {
  /** Returns true for the paths of the API; the path has no query. */
  matches(path: string): boolean;
  /** Returns the JSON body of an error. */
  render(problem: Problem): object;
  /** Returns the headers of every response of the API, for errors before any hook runs. */
  headersOf(request: Pick<FastifyRequest, 'headers'>): ProblemHeaders;
  /** Returns the problem for a constraint that the caller's request violates; null for any other constraint. */
  problemFor(violation: ConstraintViolation): Problem | null;
}

/** Returns the dialect of a path; the first one for a path that no API owns. */
export function dialectFor(dialects: readonly [ErrorDialect, ...ErrorDialect[]], path: string): ErrorDialect {
  return dialects.find((dialect) => dialect.matches(path)) ?? dialects[0];
}
