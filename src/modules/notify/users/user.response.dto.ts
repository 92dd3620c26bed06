import { ApiProperty } from '@nestjs/swagger';
import { authTypes, type AuthType, userStates, type UserState } from './user-account.values.js';

const listsOfText = {
  type: 'object',
  additionalProperties: { type: 'array', items: { type: 'string' } },
} as const;

/** A user on the wire (contract section 4). */
export class UserResponse {
  @ApiProperty({ enum: authTypes })
  auth_type: AuthType;

  @ApiProperty({ type: Boolean })
  can_use_webauthn: boolean;

  @ApiProperty({ type: String, format: 'date-time' })
  created_at: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  current_session_id: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  email_access_validated_at: string;

  @ApiProperty({ type: String })
  email_address: string;

  @ApiProperty({ type: 'integer', minimum: 0 })
  failed_login_count: number;

  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  logged_in_at: string | null;

  @ApiProperty({ type: String, nullable: true })
  mobile_number: string | null;

  @ApiProperty({ type: String })
  name: string;

  @ApiProperty({
    ...listsOfText,
    description:
      'Permissions by organisation: each that the user belongs to, and each in which permissions are kept for them',
  })
  organisation_permissions: Record<string, readonly string[]>;

  @ApiProperty({ type: String, format: 'uuid', isArray: true, description: 'The active ones' })
  organisations: readonly string[];

  @ApiProperty({ type: String, description: 'UTC, as `2026-11-22 01:02:03.000000`' })
  password_changed_at: string;

  @ApiProperty({ ...listsOfText, description: 'Permissions by service' })
  permissions: Record<string, readonly string[]>;

  @ApiProperty({ type: Boolean })
  platform_admin: boolean;

  @ApiProperty({ type: Boolean })
  receives_new_features_email: boolean;

  @ApiProperty({ type: String, format: 'uuid', isArray: true, description: 'The active ones' })
  services: readonly string[];

  @ApiProperty({ enum: userStates })
  state: UserState;

  @ApiProperty({ type: Boolean })
  take_part_in_research: boolean;
}

/** The answer about one user. */
export class UserDataResponse {
  @ApiProperty({ type: UserResponse })
  data: UserResponse;
}
