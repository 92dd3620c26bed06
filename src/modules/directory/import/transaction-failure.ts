import { isRetryable } from '../../../database/retry-on-serialization-failure.js';
import { ConstraintViolation } from '../../../database/database-errors.js';
import { ConcurrentImport } from './concurrent-import.js';

/** Classes data_exception and program_limit_exceeded: a value that the database can't hold. */
const valueCode = /^(22|54)/;

/** True where the transaction failed because of what others did at the same time. */
export function isTransient(error: unknown): boolean {
  return error instanceof ConcurrentImport || isRetryable(error);
}

/** The sentence for a record that the database refuses; null where the failure is no record's doing. */
export function recordFaultOf(error: unknown): string | null {
  if (error instanceof ConstraintViolation) return `The database refuses it: it breaks ${error.constraint}`;
  if (error instanceof Error && valueCode.test(codeOf(error)))
    return `The database refuses it: ${error.message}`;
  return null;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
