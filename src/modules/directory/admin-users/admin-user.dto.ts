import { ApiProperty } from '@nestjs/swagger';
import { IsOneOf, Provided } from '../../../http/validation/field-rules.js';
import { OrganisationPath } from '../organisations/organisation.dto.js';
import { adminUserStatuses, type AdminUserStatus } from './admin-user.values.js';
import { IsUserEmail, maxEmailLength } from './user-email.decorator.js';

/** The path of one administrator of an organisation. */
export class AdminUserPath extends OrganisationPath {
  @ApiProperty({
    type: String,
    maxLength: maxEmailLength,
    description: 'The email of the admin user, in any case',
    example: 'someone@sample-bank.example',
  })
  @IsUserEmail()
  UserEmail: string;
}

/** The body of POST. */
export class AdminUserCreateRequest {
  @ApiProperty({
    type: String,
    maxLength: maxEmailLength,
    description: 'The email of the admin user; kept in lower case',
    example: 'someone@sample-bank.example',
  })
  @Provided()
  @IsUserEmail()
  UserEmail: string;
}

/** The body of PUT. */
export class AdminUserUpdateRequest {
  @ApiProperty({
    enum: adminUserStatuses,
    description: 'Inactive takes every right on the organisation away',
  })
  @Provided()
  @IsOneOf(adminUserStatuses)
  Status: AdminUserStatus;
}
