import type { UserAccountsRow } from './user-accounts-row.js';
import type { UserAccountsResponse } from './user-accounts.response.dto.js';

/** What a user belongs to as it leaves, field by field. */
export function toUserAccountsResponse(accounts: UserAccountsRow): UserAccountsResponse {
  return {
    organisations: accounts.organisations.map((organisation) => ({
      count_of_live_services: organisation.liveServices,
      id: organisation.id,
      name: organisation.name,
    })),
    services: accounts.services.map((service) => ({
      id: service.id,
      name: service.name,
      organisation: service.organisationId,
      restricted: service.restricted,
    })),
  };
}
