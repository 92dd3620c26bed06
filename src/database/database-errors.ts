import { types } from 'node:util';
import pg from 'pg';

/** No connection to the database can be made, or the server ended it. `cause` is the driver's error. */
export class DatabaseUnreachable extends Error {
  constructor(cause: unknown, message = 'The directory can not reach its database; try again later.') {
    super(message, { cause });
  }
}

/** The server refuses the password, the role or the database of the URL. The message is for the operator. */
export class DatabaseLoginRefused extends DatabaseUnreachable {
  constructor(cause: Error) {
    super(
      cause,
      `The database refuses the login of DATABASE_URL: ${cause.message}. Correct the role, the password or the database in the URL.`,
    );
  }
}

/** A statement, a lock or a connection took longer than its timeout. `cause` is the driver's error. */
export class DatabaseTimeout extends Error {
  constructor(cause: unknown) {
    super('The directory did not get an answer in time; try again later.', { cause });
  }
}

/** Another transaction held a lock for longer than `lock_timeout`, so the change was not made. */
export class LockTimeout extends DatabaseTimeout {}

/** A row violates a constraint. The API that owns the table maps the name to an error answer. */
export class ConstraintViolation extends Error {
  constructor(
    readonly constraint: string,
    cause: unknown,
  ) {
    super(`constraint ${constraint} is violated`, { cause });
  }
}

/** The server rolled the transaction back because of concurrent ones; a retry may succeed. */
export class SerializationFailure extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
  }
}

/** PostgreSQL's error codes (appendix A of its manual): connection exceptions, shutdown, too many connections. */
const unreachableCode = /^(08...|57P01|57P02|57P03|57P05|53300)$/;
/** invalid_password, invalid_authorization_specification, invalid_catalog_name. */
const loginCode = /^(28P01|28000|3D000)$/;
/** query_canceled (by statement_timeout), idle_in_transaction_session_timeout. */
const timeoutCode = /^(57014|25P03)$/;
/** lock_not_available */
const lockCode = '55P03';
const integrityCode = /^23...$/;
/** deadlock_detected, serialization_failure (PostgreSQL's manual, 13.2.3). */
const serializationCode = /^(40P01|40001)$/;
/** Errors of `pg` and its pool that have no code. */
const timeoutMessage = /timeout/i;
const unreachableMessage = /Connection terminated|Client has encountered a connection error|not queryable/;
const socketCode = /^(ECONN\w+|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT)$/;

/** Returns the class above that the driver's error stands for; any other error unchanged. */
export function toDatabaseError(error: unknown): unknown {
  if (!types.isNativeError(error) || isDatabaseError(error)) return error;
  if (error instanceof pg.DatabaseError) return fromServer(error);
  if (timeoutMessage.test(error.message)) return new DatabaseTimeout(error);
  if (unreachableMessage.test(error.message) || socketCode.test(codeOf(error)))
    return new DatabaseUnreachable(error);
  return error;
}

function isDatabaseError(error: Error): boolean {
  const classes = [DatabaseUnreachable, DatabaseTimeout, ConstraintViolation, SerializationFailure];
  return classes.some((type) => error instanceof type);
}

function fromServer(error: pg.DatabaseError): Error {
  const code = error.code ?? '';
  if (code === lockCode) return new LockTimeout(error);
  if (timeoutCode.test(code)) return new DatabaseTimeout(error);
  if (loginCode.test(code)) return new DatabaseLoginRefused(error);
  if (unreachableCode.test(code)) return new DatabaseUnreachable(error);
  if (integrityCode.test(code)) return new ConstraintViolation(error.constraint ?? '', error);
  if (serializationCode.test(code)) return new SerializationFailure(error);
  return error;
}

/** `pg` reports several failed addresses as one AggregateError with the first one's code. */
function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
