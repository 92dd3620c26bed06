import { entityTagOf } from '../../../http/caching/entity-tag.js';
import type { Caller } from '../auth/caller.js';
import type { OrganisationRecord } from './organisation.fields.js';
import type { AmendedOrganisationResponse } from './organisation.dto.js';
import { withWarnings } from '../warnings.js';
import { toOrganisationResponse } from './organisation.mapper.js';
import type { OrganisationRelations } from './organisation-relations.repository.js';
import { type WarningGround, warningsOf } from './organisation-warnings.js';

/** The response to an amendment, and the ETag of its representation without the warnings. */
export interface Amended {
  readonly organisation: AmendedOrganisationResponse;
  readonly entityTag: string;
}

/** Returns the response to an amendment as its caller may see it; `before` is null for a new organisation. */
export function toAmended(
  ground: WarningGround,
  before: OrganisationRecord | null,
  after: OrganisationRecord,
  relations: OrganisationRelations,
  caller: Caller,
): Amended {
  const organisation = toOrganisationResponse(visibleTo(caller, after));
  const warnings = warningsOf(ground, before, after, relations, caller);
  return {
    organisation: withWarnings(organisation, warnings),
    entityTag: entityTagOf(JSON.stringify(organisation)),
  };
}

/** The tag of an organisation's representation to a caller, as its GET has it. */
export function entityTagFor(organisation: OrganisationRecord, caller: Caller): string {
  return entityTagOf(JSON.stringify(toOrganisationResponse(visibleTo(caller, organisation))));
}

function visibleTo(caller: Caller, organisation: OrganisationRecord): OrganisationRecord {
  return {
    ...organisation,
    flags: organisation.flags.filter((flag) => flag.accessLevel <= caller.flagClearance),
  };
}
