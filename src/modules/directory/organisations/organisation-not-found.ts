import { NotFound } from '../../../http/errors/problem.js';

/** The one answer for what does not exist and for what the caller may not see. */
export function organisationNotFound(): NotFound {
  return new NotFound('There is no such organisation.');
}
