import type { BrandingUser } from './branding-user.js';
import type { BrandingUserResponse, BrandingUsesResponse } from './branding-uses.response.dto.js';

/** Who uses a branding, as it leaves. */
export function toBrandingUsesResponse(
  organisations: readonly BrandingUser[],
  services: readonly BrandingUser[],
): BrandingUsesResponse {
  return { data: { organisations: organisations.map(toUser), services: services.map(toUser) } };
}

function toUser({ id, name }: BrandingUser): BrandingUserResponse {
  return { id, name };
}
