import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { UserState, AuthType } from './user-account.values.js';

/** Somebody who works on services or organisations. No password is kept: nobody logs in here. */
@Entity({ schema: 'notify', name: 'user_account' })
// On lower(email_address), which TypeORM can't word; a migration makes it.
@Index('user_account_email_address_key', { synchronize: false })
@Check('user_account_name_check', 'char_length(name) BETWEEN 1 AND 255')
@Check('user_account_email_address_check', 'char_length(email_address) BETWEEN 3 AND 400')
@Check(
  'user_account_mobile_number_check',
  `mobile_number IS NOT NULL OR auth_type <> 'sms_auth' OR state = 'inactive'`,
)
@Check('user_account_auth_type_check', `auth_type IN ('sms_auth', 'email_auth', 'webauthn_auth')`)
@Check('user_account_state_check', `state IN ('pending', 'active', 'inactive')`)
@Check('user_account_failed_login_count_check', 'failed_login_count >= 0')
export class UserAccount {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'user_account_pkey' })
  id: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ name: 'email_address', type: 'text' })
  emailAddress: string;

  @Column({ name: 'mobile_number', type: 'text', nullable: true })
  mobileNumber: string | null;

  @Column({ name: 'auth_type', type: 'text', default: 'sms_auth' })
  authType: AuthType;

  @Column({ type: 'text', default: 'pending' })
  state: UserState;

  @Column({ name: 'platform_admin', type: 'boolean', default: false })
  platformAdmin: boolean;

  @Column({ name: 'can_use_webauthn', type: 'boolean', default: false })
  canUseWebauthn: boolean;

  @Column({ name: 'take_part_in_research', type: 'boolean', default: true })
  takePartInResearch: boolean;

  @Column({ name: 'receives_new_features_email', type: 'boolean', default: true })
  receivesNewFeaturesEmail: boolean;

  @Column({ name: 'current_session_id', type: 'uuid', nullable: true })
  currentSessionId: string | null;

  @Column({ name: 'failed_login_count', type: 'integer', default: 0 })
  failedLoginCount: number;

  @Column({ name: 'email_access_validated_at', type: 'timestamptz', default: () => 'now()' })
  emailAccessValidatedAt: Date;

  @Column({ name: 'logged_in_at', type: 'timestamptz', nullable: true })
  loggedInAt: Date | null;

  @Column({ name: 'password_changed_at', type: 'timestamptz', default: () => 'now()' })
  passwordChangedAt: Date;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', nullable: true })
  updatedAt: Date | null;
}
