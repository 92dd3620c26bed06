import { NotFound } from '../../../http/errors/problem.js';

/** The answer for a flag that does not exist or that lies above the caller's clearance. */
export function flagNotFound(): NotFound {
  return new NotFound(
    'FlagId names no flag that this token may see. GET /references/flags lists those that it may see.',
  );
}
