import { ifMatchHolds } from './entity-tag.js';
import { PreconditionFailed, PreconditionRequired } from '../errors/problem.js';

/** The current state of a resource, and whether the operator requires `If-Match` on changes. */
export interface IfMatchTerms {
  /** The strong entity tag that a GET returns to the same caller. */
  readonly currentTag: string;
  readonly isRequired: boolean;
}

/**
 * Compares `If-Match` of a change with the current state (RFC 9110 §13.1.1).
 * @throws PreconditionFailed if the header names another state or is malformed, PreconditionRequired if it is required
 * and absent (RFC 6585 §3)
 */
export function checkIfMatch(ifMatch: string | undefined, { currentTag, isRequired }: IfMatchTerms): void {
  if (ifMatch === undefined) {
    if (isRequired) throw new PreconditionRequired('If-Match must be given on a change.');
    return;
  }
  if (!ifMatchHolds(ifMatch, currentTag)) {
    throw new PreconditionFailed('If-Match does not name the present state.');
  }
}
