import { ApiProperty } from '@nestjs/swagger';
import { responseOf } from '../../../fields/shapes.js';
import { creationOf, updateOf } from '../fields/requests.js';
import { FieldErrors, NoOtherFields } from '../validation/body-style.js';
import { EmailAddressByField } from '../validation/email-address.js';
import { Required, UuidField } from '../validation/schema-rules.js';
import { userFields } from './user.fields.js';
import { PasswordField } from './user-rules.js';

const missing = 'Missing data for required field.';

/** The body of POST /user. */
@FieldErrors()
export class UserCreateRequest extends creationOf(userFields, missing) {
  /** Every client sends one. It is checked and not stored, because nobody logs in here. */
  @ApiProperty({ type: String, minLength: 8, writeOnly: true, description: 'Checked, and kept nowhere' })
  @PasswordField()
  @Required(missing)
  password: string;
}

/** The body of POST /user/{id}. `state` and `platform_admin` can't be changed this way. */
@FieldErrors()
@NoOtherFields()
export class UserUpdateRequest extends updateOf(userFields) {
  @ApiProperty({ type: String, format: 'uuid', required: false, description: 'Kept in the audit only' })
  @UuidField()
  updated_by?: string;
}

/** The body of POST /user/email. */
@FieldErrors()
export class UserByEmailRequest {
  @ApiProperty({ type: String, format: 'email' })
  @EmailAddressByField()
  @Required(missing)
  email: string;
}

/** A user on the wire (contract section 4). */
export class UserResponse extends responseOf(userFields) {}

/** The response with one user. */
export class UserDataResponse {
  @ApiProperty({ type: UserResponse })
  data: UserResponse;
}
