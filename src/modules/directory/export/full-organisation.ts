import type { AdminUserRecord } from '../admin-users/admin-user.mapper.js';
import type { OrganisationRecord } from '../organisations/organisation-record.js';

/** An organisation with all of its flags and administrators. */
export interface FullOrganisation {
  readonly organisation: OrganisationRecord;
  readonly adminUsers: readonly AdminUserRecord[];
}
