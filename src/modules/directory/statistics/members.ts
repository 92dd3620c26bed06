import { isCountedByBuckets } from '../organisations/listing/count-buckets.js';
import type { ListScope } from '../organisations/listing/page-plan.js';
import { organisationStatuses } from '../organisations/organisation.fields.js';

/** The organisations that are counted: `all`, all that are `active`, or the `matching` ones of another list. */
export type Members = 'all' | 'active' | 'matching';

export function membersOf(scope: ListScope): Members {
  if (!isCountedByBuckets(scope)) return 'matching';
  return scope.filter.onlyActive ? 'active' : 'all';
}

const otherStatuses = organisationStatuses.filter((status) => status !== 'Active');

/** True of an organisation `o` that is not Active. PostgreSQL uses the index of Status for a list of values only. */
export const isOther = `o.status IN (${otherStatuses.map((status) => `'${status}'`).join(', ')})`;

/** Limits flags or entries to the organisations of the common table expression `matching`. */
export const ofMatching = 'JOIN matching o USING (organisation_id)';

/**
 * Limits flags or entries to those of organisations that are not Active. Most are Active: counting all and subtracting these
 * is faster than joining the Active ones.
 */
export const ofOthers = `JOIN (SELECT organisation_id FROM directory.organisation o WHERE ${isOther}) o USING (organisation_id)`;
