import { Forbidden, Invalid } from '../../../../http/errors/problem.js';
import { checkIfMatch } from '../../../../http/caching/if-match.js';
import type { Caller } from '../../auth/caller.js';
import { assignableFlags } from '../../flags/flag-assignment.js';
import { entityTagFor } from '../amended.js';
import { writableOrganisation } from '../organisation-access.js';
import { organisationChanges } from '../organisation-changes.js';
import type { OrganisationRecord } from '../organisation.fields.js';
import type { Amendment, AmendmentSnapshot, Decision } from './amendment.js';

/**
 * Returns the outcome of an amendment on this snapshot. Flags above the caller's clearance stay as they are.
 * @throws Invalid for a flag that can't be assigned or another CreatedOn, NotFound, Forbidden, PreconditionFailed, PreconditionRequired
 */
export function decideAmendment(
  amendment: Amendment,
  snapshot: AmendmentSnapshot,
  ifMatchIsRequired: boolean,
): Decision {
  const { fields, flagIds, createdOn, author, ifMatch } = amendment;
  const { caller } = author;
  const named = snapshot.namedFlags.map(({ flag }) => flag);
  const flags = flagIds === null ? null : assignableFlags(named, flagIds, caller);
  const before = writableOrganisation(snapshot.organisation, snapshot.isAdministered, caller);
  checkStatusChange(before, fields.status, caller);
  checkIfMatch(ifMatch, { currentTag: entityTagFor(before, caller), isRequired: ifMatchIsRequired });
  checkCreatedOn(before, createdOn);
  const hidden = before.flags.filter((flag) => flag.accessLevel > caller.flagClearance);
  const after = { ...before, ...fields, flags: flags === null ? before.flags : [...flags, ...hidden] };
  return { before, after, changes: organisationChanges(before, after) };
}

/** An organisation's own administrators may take it out of service, but not put it in. */
function checkStatusChange(before: OrganisationRecord, status: string | undefined, caller: Caller): void {
  if (status === 'Active' && before.status !== 'Active' && !caller.isOperator) {
    throw new Forbidden(
      'Only directory:admin and super users may move Status to Active. Keep the present Status, or send Pending or Withdrawn.',
    );
  }
}

/** The caller may send CreatedOn back as GET shows it, in any spelling of the same moment, and not change it. */
function checkCreatedOn({ createdOn }: OrganisationRecord, given: string | undefined): void {
  if (given === undefined || Date.parse(given) === createdOn.getTime()) return;
  throw new Invalid([
    `CreatedOn is ${given}, which is not that of the organisation, ${createdOn.toISOString()}. Send that one or none.`,
  ]);
}
