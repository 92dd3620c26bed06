import { ifMatchHolds, isTagList } from './entity-tag.js';
import { PreconditionFailed, PreconditionRequired } from '../errors/problem.js';
import { shortened } from '../errors/shortened.js';

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
    if (isRequired) {
      throw new PreconditionRequired(
        'If-Match must be given on a change. Read the resource and send its ETag, quotes included.',
      );
    }
    return;
  }
  if (!ifMatchHolds(ifMatch, currentTag)) throw new PreconditionFailed(explain(ifMatch.trim()));
}

/** Returns what is wrong with a header that does not hold, and what to send. */
function explain(header: string): string {
  if (header === '') return 'If-Match is empty. Send the ETag as it was received, quotes included.';
  const shown = shortened(header);
  if (!header.includes('"'))
    return `If-Match is ${shown}, without quotes. Send the ETag as it was received, quotes included: "${shown}".`;
  if (!isTagList(header))
    return `If-Match is ${shown}, which is no entity tag. Send the ETag as it was received, quotes included.`;
  if (header.split(',').every((tag) => tag.trim().startsWith('W/')))
    return `If-Match is ${shown}, a weak tag, which never matches (RFC 9110). Send the ETag of a GET without W/.`;
  return `If-Match is ${shown}, which is not the current version. Read the resource again and send its ETag.`;
}
