import type { RowOf } from '../../../fields/field.js';
import {
  type ChangesOf,
  createOnly,
  id,
  moment,
  momentColumn,
  type OptionalField,
  optionalMoment,
  required,
  responseField,
  updateOnly,
  optional,
} from '../fields/notify-field.js';
import { DateTimeByField, withOffset } from '../validation/date-time.js';
import { cleanEmailAddress, EmailAddressByField } from '../validation/email-address.js';
import { AtMost, OfType, OneOf, Storable, UuidField } from '../validation/schema-rules.js';
import {
  organisationIds,
  organisationPermissions,
  serviceIds,
  servicePermissions,
} from './user-memberships.fields.js';
import { MobileNumberField, NameField } from './user-rules.js';

const authTypes = ['sms_auth', 'email_auth', 'webauthn_auth'] as const;
const userStates = ['pending', 'active', 'inactive'] as const;

function flag<W extends string>(wire: W, columnDefault: 'true' | 'false'): OptionalField<W, boolean> {
  return {
    ...optional,
    wire,
    column: wire,
    type: 'boolean',
    isNullable: false,
    columnDefault,
    api: { type: 'boolean' },
    requestApi: {},
    rules: [OfType('boolean')],
  };
}

function choice<W extends string, Word extends string>(
  wire: W,
  words: readonly [Word, ...Word[]],
): OptionalField<W, Word> {
  const [first] = words;
  return {
    ...optional,
    wire,
    column: wire,
    type: 'text',
    isNullable: false,
    columnDefault: `'${first}'`,
    api: { type: 'string', enum: [...words] },
    requestApi: { default: first },
    updateApi: {},
    rules: [OneOf(words)],
    check: `${wire} IN (${words.map((word) => `'${word}'`).join(', ')})`,
  };
}

const name: OptionalField<'name', string> = {
  ...optional,
  wire: 'name',
  column: 'name',
  type: 'text',
  isNullable: false,
  api: { type: 'string' },
  requestApi: { minLength: 1, maxLength: 255 },
  rules: [Storable(), AtMost(255), NameField()],
  check: 'char_length(name) BETWEEN 1 AND 255',
};

const emailAddress: OptionalField<'email_address', string> = {
  ...optional,
  wire: 'email_address',
  column: 'email_address',
  type: 'text',
  isNullable: false,
  api: { type: 'string' },
  requestApi: { format: 'email' },
  rules: [EmailAddressByField()],
  write: (sent) => cleanEmailAddress(sent as string),
  check: 'char_length(email_address) BETWEEN 3 AND 400',
};

const mobileNumber: OptionalField<'mobile_number', string | null> = {
  ...optional,
  wire: 'mobile_number',
  column: 'mobile_number',
  type: 'text',
  isNullable: true,
  api: { type: 'string', nullable: true, example: '+447700900000' },
  requestApi: { nullable: true },
  rules: [MobileNumberField()],
  check: `mobile_number IS NOT NULL OR auth_type <> 'sms_auth' OR state = 'inactive'`,
};

const currentSessionId: OptionalField<'current_session_id', string | null> = {
  ...optional,
  wire: 'current_session_id',
  column: 'current_session_id',
  type: 'uuid',
  isNullable: true,
  api: { type: 'string', format: 'uuid', nullable: true },
  requestApi: { nullable: true },
  rules: [UuidField({ nullable: true })],
};

const emailAccessValidatedAt: OptionalField<'email_access_validated_at', string> = {
  ...optional,
  ...momentColumn('email_access_validated_at'),
  isNullable: false,
  columnDefault: 'now()',
  api: { type: 'string', format: 'date-time' },
  requestApi: { description: 'UTC if it has no offset' },
  rules: [DateTimeByField()],
  write: (sent) => withOffset(sent as string),
};

const passwordChangedAt = responseField<'password_changed_at', string>({
  ...momentColumn('password_changed_at'),
  isNullable: false,
  columnDefault: 'now()',
  read: (column) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`,
  api: { type: 'string', description: 'UTC, as `2026-11-22 01:02:03.000000`' },
});

const failedLoginCount = responseField<'failed_login_count', number>({
  wire: 'failed_login_count',
  column: 'failed_login_count',
  type: 'integer',
  isNullable: false,
  columnDefault: 0,
  check: 'failed_login_count >= 0',
  api: { type: 'integer', minimum: 0 },
});

/** The fields of a user (contract section 4). Subqueries read a row `u` of `notify.user_account`. */
export const userFields = {
  name: required(name),
  emailAddress: required(emailAddress),
  mobileNumber,
  authType: choice('auth_type', authTypes),
  state: createOnly(choice('state', userStates)),
  platformAdmin: createOnly({ ...flag('platform_admin', 'false'), requestApi: { default: false } }),
  canUseWebauthn: updateOnly(flag('can_use_webauthn', 'false')),
  currentSessionId: updateOnly(currentSessionId),
  emailAccessValidatedAt: updateOnly(emailAccessValidatedAt),
  receivesNewFeaturesEmail: updateOnly(flag('receives_new_features_email', 'true')),
  takePartInResearch: updateOnly(flag('take_part_in_research', 'true')),
  id,
  createdAt: moment('created_at'),
  failedLoginCount,
  loggedInAt: optionalMoment('logged_in_at'),
  passwordChangedAt,
  organisationIds,
  organisationPermissions,
  serviceIds,
  servicePermissions,
};

/** A column that responses do not carry. */
export const userUpdatedAt = { ...optionalMoment('updated_at'), wire: null };

export type UserRow = Readonly<RowOf<typeof userFields>>;

export type UserChanges = ChangesOf<typeof userFields>;
