import { ApiProperty } from '@nestjs/swagger';
import { requestOf, responseOf } from '../../../fields/shapes.js';
import { OrganisationPath } from '../organisations/organisation.dto.js';
import { adminUserFields } from './admin-user.fields.js';
import { IsUserEmail } from './user-email.js';

const { userEmail, status } = adminUserFields;

/** The path of one administrator of an organisation. */
export class AdminUserPath extends OrganisationPath {
  @ApiProperty({ ...userEmail.api, ...userEmail.requestApi })
  @IsUserEmail()
  UserEmail: string;
}

/** The body of POST. */
export class AdminUserCreateRequest extends requestOf({ userEmail }) {}

/** The body of PUT. */
export class AdminUserUpdateRequest extends requestOf({ status }) {}

/** An administrator of an organisation on the wire. */
export class AdminUserResponse extends responseOf(adminUserFields) {}
