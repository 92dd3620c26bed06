import { ConfigError } from '../config/config-error.js';
import {
  DatabaseLoginRefused,
  DatabaseTimeout,
  DatabaseUnreachable,
  toDatabaseError,
} from '../database/database-errors.js';
import { EmbeddedServerError } from '../database/embedded/embedded-server-error.js';
import { EarlierBuildError, MigrationFailed, NewerBuildError } from '../database/migrations.js';
import { Problem } from '../http/errors/problem.js';
import { CommandError } from './command-error.js';

/** Returns what the operator reads about the error that ended a command. */
export function errorText(error: unknown): string {
  const known = toDatabaseError(error);
  if (known instanceof DatabaseLoginRefused) return known.message;
  if (known instanceof DatabaseUnreachable || known instanceof DatabaseTimeout || known instanceof Problem) {
    const cause = known.cause instanceof Error ? ` (${known.cause.message})` : '';
    return `${known.message}${cause}`;
  }
  const expected = [
    CommandError,
    ConfigError,
    EarlierBuildError,
    EmbeddedServerError,
    MigrationFailed,
    NewerBuildError,
  ];
  if (expected.some((type) => error instanceof type)) return error instanceof Error ? error.message : '';
  return `Unexpected error: ${error instanceof Error ? error.message : String(error)}`;
}
