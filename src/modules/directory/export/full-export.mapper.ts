import { toAdminUserResponse } from '../admin-users/admin-user.mapper.js';
import { toOrganisationResponse } from '../organisations/organisation.mapper.js';
import type { FullOrganisation } from './full-organisation.js';

/** One line of the full export: the organisation as the API shows it to an operator, then its administrators. */
export function toExportLine({ organisation, adminUsers }: FullOrganisation): string {
  const users = adminUsers.map(toAdminUserResponse);
  return `${JSON.stringify({ ...toOrganisationResponse(organisation), AdminUsers: users })}\n`;
}
