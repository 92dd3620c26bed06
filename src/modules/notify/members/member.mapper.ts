import { sortedKeys } from '../sorted-keys.js';
import type { UserRow } from '../users/user.fields.js';
import { toUserResponse } from '../users/user.mapper.js';
import type { AddedMemberResponse, MemberResponse } from './member.response.dto.js';
import type { PermissionsRequest } from './permissions.dto.js';
import type { OrganisationUserPermission } from './organisation-permission.js';

/** Maps a user to a member of an organisation, with their permissions there. */
export function toMemberResponse(user: UserRow, organisationId: string): MemberResponse {
  return sortedKeys({
    ...toUserResponse(user),
    permissions: user.organisationPermissions[organisationId] ?? [],
  });
}

/** Maps a user to the response to adding them as a member. */
export function toAddedMemberResponse(user: UserRow, organisationId: string): AddedMemberResponse {
  return sortedKeys({
    ...toMemberResponse(user, organisationId),
    organisation_id: organisationId,
    user_id: user.id,
  });
}

/** Returns the permissions in a checked body, without duplicates. */
export function toPermissions(request: PermissionsRequest): OrganisationUserPermission[] {
  return [...new Set(request.permissions.map(({ permission }) => permission))].sort();
}
