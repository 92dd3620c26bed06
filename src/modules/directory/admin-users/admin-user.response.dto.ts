import { ApiProperty } from '@nestjs/swagger';
import { adminUserStatuses, type AdminUserStatus } from './admin-user.values.js';
import { maxEmailLength } from './user-email.decorator.js';

/** An administrator of an organisation on the wire. */
export class AdminUserResponse {
  @ApiProperty({ type: String, maxLength: maxEmailLength, description: 'The email, in lower case' })
  UserEmail: string;

  @ApiProperty({ enum: adminUserStatuses, description: 'Whether they may amend the organisation' })
  Status: AdminUserStatus;
}
