import { Forbidden, Invalid } from '../../../../http/errors/problem.js';
import { checkIfMatch } from '../../../../http/caching/if-match.js';
import type { Caller } from '../../auth/caller.js';
import { assignableFlags } from '../../flags/flag-assignment.js';
import { entityTagFor } from '../amended.js';
import { writableOrganisation } from '../organisation-access.js';
import { organisationChanges } from '../organisation-changes.js';
import { maxFlags } from '../organisation.dto.js';
import type { OrganisationRecord } from '../organisation.fields.js';
import type { Amendment, AmendmentSnapshot, Decision } from './amendment.js';

/**
 * Returns the outcome of an amendment on this snapshot. Flags above the caller's clearance stay as they are.
 * @throws Invalid for a flag that can't be assigned, NotFound, Forbidden, PreconditionFailed, PreconditionRequired
 */
export function decideAmendment(
  amendment: Amendment,
  snapshot: AmendmentSnapshot,
  ifMatchIsRequired: boolean,
): Decision {
  const { fields, flagIds, author, ifMatch } = amendment;
  const { caller } = author;
  const named = snapshot.namedFlags.map(({ flag }) => flag);
  const flags = assignableFlags(named, flagIds, caller);
  const before = writableOrganisation(snapshot.organisation, snapshot.isAdministered, caller);
  checkStatusChange(before, fields.status, caller);
  checkIfMatch(ifMatch, { currentTag: entityTagFor(before, caller), isRequired: ifMatchIsRequired });
  const hidden = before.flags.filter((flag) => flag.accessLevel > caller.flagClearance);
  const after: OrganisationRecord = { ...before, ...fields, flags: [...flags, ...hidden] };
  checkFlagCount(after);
  return { before, after, changes: organisationChanges(before, after) };
}

/** An organisation's own administrators may take it out of service, but not put it in. */
function checkStatusChange(before: OrganisationRecord, status: string, caller: Caller): void {
  if (status === 'Active' && before.status !== 'Active' && !caller.isOperator) {
    throw new Forbidden(
      'Only directory:admin and super users may move Status to Active. Keep the present Status, or send Pending or Withdrawn.',
    );
  }
}

/** Flags that the caller can't see stay, and count. */
function checkFlagCount(organisation: OrganisationRecord): void {
  if (organisation.flags.length <= maxFlags) return;
  throw new Invalid([`Flags would make the organisation carry more than ${maxFlags} flags`]);
}
