import type { RowOf } from '../../../fields/field.js';
import {
  type ChangesOf,
  id,
  moment,
  momentColumn,
  type OptionalField,
  optionalMoment,
  readOnly,
  required,
  responseField,
} from '../fields/notify-field.js';
import { type OrganisationType, organisationTypes } from '../organisation-types.js';
import { isDateTime, withOffset } from '../validation/date-time.js';
import { count, createdBy, messageLimit, optionalCount, reference } from './service-counts.js';
import {
  fieldRule,
  flag,
  freeText,
  nameField,
  optionalFlag,
  permissionList,
  shortText,
} from './service-rules.js';

const time = '2024-01-15T10:00:00.000000Z';

const goLiveAt: OptionalField<'go_live_at', string | null> = {
  ...momentColumn('go_live_at'),
  isNullable: true,
  onCreate: 'optional',
  onUpdate: 'optional',
  api: { type: 'string', format: 'date-time', nullable: true, example: time },
  requestApi: { nullable: true, description: 'ISO 8601; UTC without an offset' },
  rules: [fieldRule(true, (value) => (isDateTime(value) ? null : 'Not a valid datetime.'))],
  write: (sent) => (typeof sent === 'string' ? withOffset(sent) : sent),
};

const organisationType: OptionalField<'organisation_type', OrganisationType | null> = {
  wire: 'organisation_type',
  column: 'organisation_type',
  type: 'text',
  isNullable: true,
  onCreate: 'optional',
  onUpdate: 'optional',
  api: { type: 'string', enum: [...organisationTypes, null], nullable: true },
  requestApi: { nullable: true },
  rules: [
    fieldRule(true, (value) =>
      organisationTypes.includes(value as OrganisationType)
        ? null
        : `Must be one of: ${organisationTypes.join(', ')}.`,
    ),
  ],
  check: `organisation_type IN (${organisationTypes.map((type) => `'${type}'`).join(', ')})`,
};

/** The fields of a service: the peer's 35 keys except `service_callback_api`, and `crown` (contract section 4). */
export const serviceFields = {
  active: flag('active', 'true'),
  billingContactEmailAddresses: freeText('billing_contact_email_addresses'),
  billingContactNames: freeText('billing_contact_names'),
  billingReference: shortText('billing_reference'),
  confirmedEmailSenderName: optionalFlag('confirmed_email_sender_name'),
  confirmedUnique: flag('confirmed_unique', 'false'),
  consentToResearch: optionalFlag('consent_to_research'),
  contactLink: shortText('contact_link'),
  countAsLive: flag('count_as_live', 'true', {
    description: 'False for services that are not counted among those in use',
  }),
  createdById: required(createdBy),
  crown: optionalFlag('crown', { description: 'Whether it belongs to a Crown body' }),
  customEmailSenderName: shortText('custom_email_sender_name'),
  emailBrandingId: reference('email_branding', 'email_branding'),
  emailMessageLimit: required(messageLimit('email_message_limit', { description: 'E-mails a day' })),
  emailSenderLocalPart: readOnly({
    ...freeText('email_sender_local_part'),
    api: { type: 'string', nullable: true, description: "What stands before the @ of the sender's address" },
  }),
  goLiveAt,
  goLiveUserId: reference('go_live_user', 'user_account', {
    description: 'The user who asked for it to go live',
  }),
  hasActiveGoLiveRequest: flag('has_active_go_live_request', 'false'),
  id,
  internationalSmsMessageLimit: {
    ...messageLimit('international_sms_message_limit'),
    columnDefault: 100,
  },
  letterBrandingId: reference('letter_branding', 'letter_branding'),
  letterMessageLimit: required(messageLimit('letter_message_limit', { description: 'Letters a day' })),
  name: required(nameField),
  notes: freeText('notes'),
  organisationId: readOnly(reference('organisation', 'organisation')),
  organisationType,
  permissions: permissionList,
  prefixSms: flag('prefix_sms', 'true'),
  purchaseOrderNumber: shortText('purchase_order_number'),
  rateLimit: {
    ...count('rate_limit', { description: 'Messages a minute' }),
    columnDefault: 3000,
    check: 'rate_limit >= 0',
  },
  restricted: required(flag('restricted', null, { description: 'Whether it is on trial' })),
  smsMessageLimit: required(messageLimit('sms_message_limit', { description: 'Text messages a day' })),
  volumeEmail: optionalCount('volume_email'),
  volumeLetter: optionalCount('volume_letter'),
  volumeSms: optionalCount('volume_sms'),
};

/** The fields that only the history of a service shows. A trigger writes the version. */
export const serviceVersionFields = {
  createdAt: moment('created_at'),
  updatedAt: optionalMoment('updated_at', {
    description: 'When this version was made; null for the first',
  }),
  version: responseField<'version', number>({
    wire: 'version',
    column: 'version',
    type: 'integer',
    isNullable: false,
    columnDefault: 1,
    check: 'version >= 1',
    api: { type: 'integer', minimum: 1 },
  }),
};

/** All columns of a service. */
export const serviceColumns = {
  ...serviceFields,
  ...serviceVersionFields,
  /** The form of the name that names are compared in. */
  normalisedName: responseField<null, string>({
    wire: null,
    column: 'normalised_name',
    type: 'text',
    isNullable: false,
    api: {},
  }),
};

export type ServiceRow = Readonly<RowOf<typeof serviceColumns>>;

export type ServiceChanges = ChangesOf<typeof serviceColumns>;
