import { ifMatchHolds } from './entity-tag.js';
import { PreconditionFailed, PreconditionRequired } from '../errors/problem.js';

/** The state that a change would replace, and whether the operator demands that a change names it. */
export interface IfMatchTerms {
  /** The strong entity tag of the present representation, as its GET answers it to the same caller. */
  readonly currentTag: string;
  readonly isRequired: boolean;
}

/**
 * Holds `If-Match` of a change against the present state (RFC 9110 §13.1.1).
 * @throws PreconditionFailed where it names another state or is malformed, PreconditionRequired where it is absent but
 * demanded (RFC 6585 §3)
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
