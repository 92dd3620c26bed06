import { NotFound } from '../../../http/errors/problem.js';

/** The one answer for what does not exist and for what the caller may not see. */
export function organisationNotFound(): NotFound {
  return new NotFound(
    'OrganisationId names no organisation that this token may see. GET /organisations lists those that it may see.',
  );
}
