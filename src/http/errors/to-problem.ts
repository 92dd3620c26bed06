import { types } from 'node:util';
import { HttpException } from '@nestjs/common';
import {
  DatabaseLoginRefused,
  DatabaseTimeout,
  DatabaseUnreachable,
  LockTimeout,
  SerializationFailure,
} from '../../database/database-errors.js';
import {
  BadGateway,
  GatewayTimeout,
  InternalError,
  Invalid,
  nothingHere,
  Overloaded,
  Problem,
} from './problem.js';

const locked =
  'Another change of the same data is still under way, so this one was not made. Send it again soon.';

/** Returns the Problem of any error that ends a request. An unexpected error becomes a 500 without details. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HttpException && error.getStatus() === 404) return nothingHere();
  if (isFastifyError(error) && error.code === 'FST_ERR_BAD_URL') {
    return new Invalid([
      'The path is not valid percent-encoded UTF-8. Encode each id, such as %C3%A9 for é and %25 for %.',
    ]);
  }
  const ofDatabase = databaseProblem(error);
  if (ofDatabase !== null) return ofDatabase;
  return isRefusal(error) ? nothingHere() : new InternalError(error);
}

/** Returns null for an error that no class of database-errors.ts stands for. */
function databaseProblem(error: unknown): Problem | null {
  // The log gets the sentence; a stack says nothing about a wrong password.
  if (error instanceof DatabaseLoginRefused) return new BadGateway(error.message);
  if (error instanceof DatabaseUnreachable) return new BadGateway(error.cause);
  // Unlike 504, which leaves open whether a change was made.
  if (error instanceof LockTimeout) return new Overloaded(1, { sentence: locked, cause: error.cause });
  if (error instanceof DatabaseTimeout) return new GatewayTimeout(error.cause);
  // Every retry failed too; the transaction was rolled back.
  if (error instanceof SerializationFailure) return new Overloaded(1, { cause: error.cause });
  return null;
}

/** Returns true for an error with a 4xx status, from a library with routes of its own such as Swagger UI. */
function isRefusal(error: unknown): boolean {
  if (!types.isNativeError(error)) return false;
  const status: unknown = Reflect.get(error, 'statusCode') ?? Reflect.get(error, 'status');
  return typeof status === 'number' && status >= 400 && status < 500;
}

function isFastifyError(error: unknown): error is { code: string } {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('FST_')
  );
}
