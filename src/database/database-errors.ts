import { types } from 'node:util';
import pg from 'pg';
import { ConstraintViolation } from './constraint-violation.js';
import { DatabaseTimeout, DatabaseUnreachable, Problem } from '../http/errors/problem.js';

/** PostgreSQL error classes and codes (appendix A of its manual) that mean: not there, or going away. */
const unreachableCode = /^(08...|57P01|57P02|57P03|57P05|53300)$/;
/** 57014 query_canceled (statement_timeout), 55P03 lock_not_available, 25P03 idle in transaction. */
const timeoutCode = /^(57014|55P03|25P03)$/;
const integrityCode = /^23...$/;
/** What `pg` and its pool say, without a code, when they give up waiting. */
const timeoutMessage = /timeout/i;
const unreachableMessage = /Connection terminated|Client has encountered a connection error|not queryable/;
const socketCode = /^(ECONN\w+|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT)$/;

/**
 * What a failure of the driver means to a request: DatabaseTimeout (504), DatabaseUnreachable (502) or
 * ConstraintViolation; anything else, a Problem included, is handed back as it is.
 */
export function toDatabaseProblem(error: unknown): unknown {
  if (error instanceof Problem || !types.isNativeError(error)) return error;
  if (error instanceof pg.DatabaseError) return fromServer(error);
  if (timeoutMessage.test(error.message)) return new DatabaseTimeout(error);
  if (unreachableMessage.test(error.message) || socketCode.test(codeOf(error)))
    return new DatabaseUnreachable(error);
  return error;
}

function fromServer(error: pg.DatabaseError): Error {
  const code = error.code ?? '';
  if (timeoutCode.test(code)) return new DatabaseTimeout(error);
  if (unreachableCode.test(code)) return new DatabaseUnreachable(error);
  if (integrityCode.test(code)) return new ConstraintViolation(error.constraint ?? '', error);
  return error;
}

/** `pg` reports several addresses tried in vain as one AggregateError, whose own code is the first one's. */
function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
