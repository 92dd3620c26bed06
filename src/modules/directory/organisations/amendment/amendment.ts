import type { Author } from '../../auth/author.js';
import type { Flag } from '../../flags/flag.fields.js';
import type { AmendableFields, OrganisationRecord } from '../organisation.fields.js';
import type { FieldChange } from '../../history/history-entry.js';
import type { OrganisationRelations } from '../organisation-relations.repository.js';
import type { WarningGround } from '../organisation-warnings.js';

/** The changes that a caller wants of an organisation. */
export interface AmendmentRequest {
  /** The fields to set; the others stay. */
  readonly fields: Partial<AmendableFields>;
  /** Ids of the flags that replace those that the caller sees; null leaves them as they are. */
  readonly flagIds: readonly string[] | null;
  /** The CreatedOn that the caller read; undefined without one. */
  readonly createdOn: string | undefined;
  readonly ground: WarningGround;
}

/** A request on one organisation by its author. */
export interface Amendment extends AmendmentRequest {
  readonly organisationId: string;
  readonly author: Author;
  readonly ifMatch: string | undefined;
}

/** A flag and the version of its row, which every change of the flag changes. */
interface VersionedFlag {
  readonly flag: Flag;
  readonly version: string;
}

/** All facts that decide an amendment, read by one statement. */
export interface AmendmentSnapshot {
  /** With all of its flags; null for an unknown organisation. */
  readonly organisation: OrganisationRecord | null;
  /** The version of its row; null for an unknown organisation. */
  readonly rowVersion: string | null;
  /** True if the caller is an Active administrator; not read, and false, for an operator. */
  readonly isAdministered: boolean;
  /** The named flags that exist, in their fixed order. */
  readonly namedFlags: readonly VersionedFlag[];
  /** The relations that the organisation would then have to others. */
  readonly relations: OrganisationRelations;
}

/** A permitted amendment: the state before and after. */
export interface Decision {
  readonly before: OrganisationRecord;
  readonly after: OrganisationRecord;
  /** Empty if the request changes nothing. */
  readonly changes: readonly FieldChange[];
}
