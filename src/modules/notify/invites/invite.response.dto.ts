import { ApiProperty } from '@nestjs/swagger';
import {
  organisationPermissions,
  type OrganisationUserPermission,
} from '../members/organisation-permission.js';
import { inviteStatuses, type InviteStatus } from './invite-status.js';

/** An invite on the wire (contract section 1.15). */
export class InviteResponse {
  @ApiProperty({ type: String, format: 'date-time' })
  created_at: string;

  @ApiProperty({ type: String })
  email_address: string;

  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, format: 'uuid', description: 'The user who invites' })
  invited_by: string;

  @ApiProperty({ type: String, format: 'uuid' })
  organisation: string;

  @ApiProperty({ enum: organisationPermissions, isArray: true })
  permissions: readonly OrganisationUserPermission[];

  @ApiProperty({ enum: inviteStatuses })
  status: InviteStatus;
}

/** The response with one invite. */
export class InviteDataResponse {
  @ApiProperty({ type: InviteResponse })
  data: InviteResponse;
}

/** The invites of an organisation. */
export class InvitesResponse {
  @ApiProperty({ type: [InviteResponse] })
  data: InviteResponse[];
}
