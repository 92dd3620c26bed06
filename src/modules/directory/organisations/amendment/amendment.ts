import type { Author } from '../../auth/author.js';
import type { Flag } from '../../flags/flag.fields.js';
import type { AmendableFields, OrganisationRecord } from '../organisation.fields.js';
import type { FieldChange } from '../../history/organisation-history.entity.js';
import type { OrganisationUpdateRequest } from '../organisation.dto.js';
import type { OrganisationRelations } from '../organisation-relations.repository.js';

/** What somebody wants an organisation to be. */
export interface Amendment {
  readonly organisationId: string;
  readonly request: OrganisationUpdateRequest;
  readonly fields: AmendableFields;
  /** The flags that it names. */
  readonly flagIds: readonly string[];
  readonly author: Author;
  readonly ifMatch: string | undefined;
}

/** A flag, and which version of its row was read: no change of it leaves that the same. */
interface VersionedFlag {
  readonly flag: Flag;
  readonly version: string;
}

/** Everything that an amendment is decided on, read at one moment. */
export interface AmendmentGround {
  /** With all of its flags; null where there is none. */
  readonly organisation: OrganisationRecord | null;
  /** The caller is among its Active administrators; false too where they are an operator, who needs not be. */
  readonly isAdministered: boolean;
  /** The named flags that there are, in their fixed order. */
  readonly namedFlags: readonly VersionedFlag[];
  /** How the organisation would then stand to others. */
  readonly relations: OrganisationRelations;
}

/** An amendment that may be made: what is there now, and what is to be. */
export interface Decision {
  readonly before: OrganisationRecord;
  readonly after: OrganisationRecord;
  /** None where the request says what is there. */
  readonly changes: readonly FieldChange[];
}
