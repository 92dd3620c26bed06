import type { ErrorDialect } from '../../../http/errors/error-dialect.js';
import type { Problem } from '../../../http/errors/problem.js';
import { notifyHeaders } from '../notify-headers.js';
import { isNotifyPath } from '../notify-paths.js';
import { constraintProblems } from './constraint-problems.js';
import { NotifyProblem, SchemaViolation } from './notify-problems.js';

/** Messages for the problems that both APIs share, by code (contract section 1.0). */
const generalMessages: Readonly<Record<string, string>> = {
  invalid: 'The browser (or proxy) sent a request that this server could not understand.',
  'not-found':
    'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
  'method-not-allowed': 'The method is not allowed for the requested URL.',
  'internal-error': 'Internal server error',
  overloaded: 'The service has too much to do at the moment; try again soon.',
  'database-unreachable': 'The service can not reach its database; try again later.',
  'database-timeout': 'The service did not get an answer in time; try again later.',
};

/** Notify's error bodies: `{"result", "message"}`, or `{"errors", "status_code"}` for a violated schema. */
export const notifyErrors: ErrorDialect = {
  matches: isNotifyPath,
  render: (problem) => (problem instanceof SchemaViolation ? renderFaults(problem) : renderMessage(problem)),
  headersOf: notifyHeaders,
  problemFor: (violation) => constraintProblems.get(violation.constraint)?.() ?? null,
};

function renderFaults(problem: SchemaViolation): object {
  return {
    errors: problem.sentences.map((message) => ({ error: 'ValidationError', message })),
    status_code: problem.status,
  };
}

function renderMessage(problem: Problem): object {
  const message =
    problem instanceof NotifyProblem
      ? problem.wireMessage
      : (generalMessages[problem.code] ?? problem.sentences.join(' '));
  return { message, result: 'error' };
}
