import { ApiProperty } from '@nestjs/swagger';
import { FieldErrors, NoOtherFields } from '../validation/body-style.js';
import { DateTimeField } from '../validation/date-time.js';
import { EmailAddressField } from '../validation/email-address.js';
import { AtMost, OfType, OneOf, Required, Storable, UuidField } from '../validation/schema-rules.js';
import { authTypes, type AuthType, userStates, type UserState } from './user-account.values.js';
import { MobileNumberField, NameField, PasswordField } from './user-rules.js';

const missing = 'Missing data for required field.';

/** The body of POST /user. */
@FieldErrors()
export class UserCreateRequest {
  @ApiProperty({ type: String, minLength: 1, maxLength: 255 })
  @NameField()
  @AtMost(255)
  @Storable()
  @Required(missing)
  name: string;

  @ApiProperty({ type: String, format: 'email' })
  @EmailAddressField()
  @Required(missing)
  email_address: string;

  /** Asked for because every client sends it. It is checked and forgotten: there is no login here. */
  @ApiProperty({ type: String, minLength: 8, writeOnly: true, description: 'Checked, and kept nowhere' })
  @PasswordField()
  @Required(missing)
  password: string;

  @ApiProperty({ type: String, nullable: true, required: false, example: '+447700900000' })
  @MobileNumberField()
  mobile_number?: string | null;

  @ApiProperty({ enum: authTypes, required: false, default: 'sms_auth' })
  @OneOf(authTypes)
  auth_type?: AuthType;

  @ApiProperty({ enum: userStates, required: false, default: 'pending' })
  @OneOf(userStates)
  state?: UserState;

  @ApiProperty({ type: Boolean, required: false, default: false })
  @OfType('boolean')
  platform_admin?: boolean;
}

/** The body of POST /user/{id}: what is sent is changed. State and platform_admin are not to be had this way. */
@FieldErrors()
@NoOtherFields()
export class UserUpdateRequest {
  @ApiProperty({ type: String, required: false, minLength: 1, maxLength: 255 })
  @NameField()
  @AtMost(255)
  @Storable()
  name?: string;

  @ApiProperty({ type: String, required: false, format: 'email' })
  @EmailAddressField()
  email_address?: string;

  @ApiProperty({ type: String, nullable: true, required: false })
  @MobileNumberField()
  mobile_number?: string | null;

  @ApiProperty({ enum: authTypes, required: false })
  @OneOf(authTypes)
  auth_type?: AuthType;

  @ApiProperty({ type: Boolean, required: false })
  @OfType('boolean')
  can_use_webauthn?: boolean;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, required: false })
  @UuidField({ nullable: true })
  current_session_id?: string | null;

  @ApiProperty({ type: String, required: false, description: 'A moment; UTC where it has no offset' })
  @DateTimeField()
  email_access_validated_at?: string;

  @ApiProperty({ type: Boolean, required: false })
  @OfType('boolean')
  receives_new_features_email?: boolean;

  @ApiProperty({ type: Boolean, required: false })
  @OfType('boolean')
  take_part_in_research?: boolean;

  @ApiProperty({ type: String, format: 'uuid', required: false, description: 'Kept in the audit only' })
  @UuidField()
  updated_by?: string;
}

/** The body of POST /user/email. */
@FieldErrors()
export class UserByEmailRequest {
  @ApiProperty({ type: String, format: 'email' })
  @EmailAddressField()
  @Required(missing)
  email: string;
}
