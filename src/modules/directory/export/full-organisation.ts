import type { AdminUserRecord } from '../admin-users/admin-user.fields.js';
import type { OrganisationRecord } from '../organisations/organisation.fields.js';

/** An organisation with all of its flags and administrators. */
export interface FullOrganisation {
  readonly organisation: OrganisationRecord;
  readonly adminUsers: readonly AdminUserRecord[];
}
