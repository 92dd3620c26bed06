import type { InviteResponse } from './invite.response.dto.js';
import type { InviteRow } from './invite-row.js';

/** Maps an invite to its response. */
export function toInviteResponse(invite: InviteRow): InviteResponse {
  return {
    created_at: invite.createdAt,
    email_address: invite.emailAddress,
    id: invite.id,
    invited_by: invite.invitedById,
    organisation: invite.organisationId,
    permissions: invite.permissions,
    status: invite.status,
  };
}
