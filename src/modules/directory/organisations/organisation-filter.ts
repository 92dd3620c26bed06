import { asciiLowerCase } from '../../../fields/ascii-lower-case.js';
import { Forbidden } from '../../../http/errors/problem.js';
import type { Caller } from '../auth/caller.js';
import type { OrganisationFilter } from './organisation-visibility.js';
import type { OrganisationFilterQuery } from './organisations-query.dto.js';

/**
 * Returns the conditions that a query names.
 * @throws Forbidden if a user's displayMine is somebody else's address
 */
export function toOrganisationFilter(query: OrganisationFilterQuery, caller: Caller): OrganisationFilter {
  const {
    status = null,
    filterBy: text = null,
    country = null,
    flag = null,
    parent = null,
    createdIn = null,
  } = query;
  return {
    text,
    onlyActive: status === 'Active' || query.hideInactive?.toLowerCase() === 'true',
    relatedTo: relatedUser(query, caller),
    status: status === 'Active' ? null : status,
    country,
    flag,
    parent,
    createdIn,
  };
}

/** The address that `displayMine` names, or null. */
function relatedUser({ displayMine }: OrganisationFilterQuery, caller: Caller): string | null {
  const relatedTo = displayMine === undefined ? null : asciiLowerCase(displayMine);
  if (relatedTo !== null && !caller.seesRelations && relatedTo !== caller.userEmail) {
    throw new Forbidden('displayMine may name only your own email. Send your own, or leave displayMine out.');
  }
  return relatedTo;
}
