import { matching, type TextCheck } from '../../../http/validation/text-checks.js';

/** Neither `.` nor `..`, which no path can hold, and no invisible white space at either end. The console imports it too. */
export const addressable: TextCheck = matching(
  /^$|^(?!\.{1,2}$)\S(.*\S)?$/su,
  'must not be . or .. or begin or end with a blank',
);

/**
 * The first segments of other paths below `/organisations`. An organisation with such an id could not be read alone, so none
 * is created. Rows of earlier releases stay.
 */
export const reservedOrganisationIds = ['changes', 'export', 'statistics'] as const;

/** The id of a new organisation is no segment of another path. */
export const notReserved: TextCheck = matching(
  new RegExp(`^(?!(?:${reservedOrganisationIds.join('|')})$)`),
  `must not be ${inWords(reservedOrganisationIds)}, which are other paths below /organisations; choose another id`,
);

function inWords(ids: readonly string[]): string {
  return `${ids.slice(0, -1).join(', ')} or ${ids.at(-1) ?? ''}`;
}
