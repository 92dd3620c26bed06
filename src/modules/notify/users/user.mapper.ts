import { sortedKeys } from '../sorted-keys.js';
import { withOffset } from '../validation/date-time.js';
import { cleanEmailAddress } from '../validation/email-address.js';
import type { UserUpdateRequest } from './user.dto.js';
import type { UserChanges } from './user-fields.js';
import type { UserResponse } from './user.response.dto.js';
import type { UserRow } from './user-row.js';

/** A user as they leave, field by field. */
export function toUserResponse(user: UserRow): UserResponse {
  return {
    auth_type: user.authType,
    can_use_webauthn: user.canUseWebauthn,
    created_at: user.createdAt,
    current_session_id: user.currentSessionId,
    email_access_validated_at: user.emailAccessValidatedAt,
    email_address: user.emailAddress,
    failed_login_count: user.failedLoginCount,
    id: user.id,
    logged_in_at: user.loggedInAt,
    mobile_number: user.mobileNumber,
    name: user.name,
    organisation_permissions: sortedKeys(user.organisationPermissions),
    organisations: user.organisationIds,
    password_changed_at: user.passwordChangedAt,
    permissions: sortedKeys(user.servicePermissions),
    platform_admin: user.platformAdmin,
    receives_new_features_email: user.receivesNewFeaturesEmail,
    services: user.serviceIds,
    state: user.state,
    take_part_in_research: user.takePartInResearch,
  };
}

/** What a checked body changes; what it does not name stays. */
export function toUserChanges(request: UserUpdateRequest): UserChanges {
  const changes = {
    name: request.name,
    emailAddress: ifSent(request.email_address, cleanEmailAddress),
    mobileNumber: request.mobile_number,
    authType: request.auth_type,
    canUseWebauthn: request.can_use_webauthn,
    currentSessionId: request.current_session_id,
    emailAccessValidatedAt: ifSent(request.email_access_validated_at, withOffset),
    receivesNewFeaturesEmail: request.receives_new_features_email,
    takePartInResearch: request.take_part_in_research,
  };
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

function ifSent(text: string | undefined, turn: (text: string) => string): string | undefined {
  return text === undefined ? undefined : turn(text);
}
