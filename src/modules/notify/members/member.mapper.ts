import { sortedKeys } from '../sorted-keys.js';
import type { UserRow } from '../users/user.fields.js';
import { toUserResponse } from '../users/user.mapper.js';
import type { AddedMemberResponse, MemberResponse } from './member.response.dto.js';
import type { PermissionsRequest } from './permissions.dto.js';
import type { OrganisationUserPermission } from './organisation-permission.js';

/** A user as a member of an organisation: the permissions are those that they have there. */
export function toMemberResponse(user: UserRow, organisationId: string): MemberResponse {
  return sortedKeys({
    ...toUserResponse(user),
    permissions: user.organisationPermissions[organisationId] ?? [],
  });
}

/** The same as the answer of what made them one. */
export function toAddedMemberResponse(user: UserRow, organisationId: string): AddedMemberResponse {
  return sortedKeys({
    ...toMemberResponse(user, organisationId),
    organisation_id: organisationId,
    user_id: user.id,
  });
}

/** The names in a checked body, each once. */
export function toPermissions(request: PermissionsRequest): OrganisationUserPermission[] {
  return [...new Set(request.permissions.map(({ permission }) => permission))].sort();
}
