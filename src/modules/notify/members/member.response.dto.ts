import { ApiProperty, OmitType } from '@nestjs/swagger';
import { UserResponse } from '../users/user.dto.js';
import { organisationPermissions, type OrganisationUserPermission } from './organisation-permission.js';

/** A user as a member of one organisation (contract section 0, row 12). */
export class MemberResponse extends OmitType(UserResponse, ['permissions']) {
  @ApiProperty({ enum: organisationPermissions, isArray: true, description: 'In this organisation' })
  permissions: readonly OrganisationUserPermission[];
}

/** A user who has been added to an organisation (contract section 0, row 11). */
export class AddedMemberResponse extends MemberResponse {
  @ApiProperty({ type: String, format: 'uuid' })
  organisation_id: string;

  @ApiProperty({ type: String, format: 'uuid', description: 'The same as `id`' })
  user_id: string;
}

/** The response with an added member. */
export class AddedMemberDataResponse {
  @ApiProperty({ type: AddedMemberResponse })
  data: AddedMemberResponse;
}

/** The members of an organisation. */
export class MembersResponse {
  @ApiProperty({ type: [MemberResponse] })
  data: MemberResponse[];
}
