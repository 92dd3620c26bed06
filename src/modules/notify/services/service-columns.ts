import { utcTimestamp } from '../timestamps.js';
import type { Service } from './service.entity.js';

/** What is written of a service. The moment is ISO 8601 with an offset. */
export type ServiceFields = Omit<Service, 'id' | 'createdAt' | 'updatedAt' | 'version' | 'goLiveAt'> & {
  goLiveAt: string | null;
};

/** The fields that are to be written; those that are undefined stay as they are, or get their default. */
export type ServiceChanges = {
  readonly [Field in keyof ServiceFields]?: ServiceFields[Field] | undefined;
};

/** A service with all that its answer tells. Times are text as they leave. */
export type ServiceRecord = Readonly<ServiceFields> & {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string | null;
  readonly version: number;
};

/** The column of each field. */
export const serviceColumns: Readonly<Record<keyof ServiceFields, string>> = {
  name: 'name',
  normalisedName: 'normalised_name',
  active: 'active',
  restricted: 'restricted',
  organisationId: 'organisation_id',
  organisationType: 'organisation_type',
  crown: 'crown',
  emailBrandingId: 'email_branding_id',
  letterBrandingId: 'letter_branding_id',
  emailMessageLimit: 'email_message_limit',
  smsMessageLimit: 'sms_message_limit',
  letterMessageLimit: 'letter_message_limit',
  internationalSmsMessageLimit: 'international_sms_message_limit',
  rateLimit: 'rate_limit',
  countAsLive: 'count_as_live',
  hasActiveGoLiveRequest: 'has_active_go_live_request',
  goLiveUserId: 'go_live_user_id',
  goLiveAt: 'go_live_at',
  consentToResearch: 'consent_to_research',
  volumeEmail: 'volume_email',
  volumeLetter: 'volume_letter',
  volumeSms: 'volume_sms',
  contactLink: 'contact_link',
  prefixSms: 'prefix_sms',
  confirmedUnique: 'confirmed_unique',
  confirmedEmailSenderName: 'confirmed_email_sender_name',
  customEmailSenderName: 'custom_email_sender_name',
  emailSenderLocalPart: 'email_sender_local_part',
  permissions: 'permissions',
  notes: 'notes',
  purchaseOrderNumber: 'purchase_order_number',
  billingContactNames: 'billing_contact_names',
  billingContactEmailAddresses: 'billing_contact_email_addresses',
  billingReference: 'billing_reference',
  createdById: 'created_by_id',
};

/** bigint, which the driver would hand on as text. */
const limits = new Set(
  ['email', 'sms', 'letter', 'international_sms'].map((kind) => `${kind}_message_limit`),
);

function selected([field, column]: [string, string]): string {
  const value = limits.has(column) ? `s.${column}::double precision` : `s.${column}`;
  return `${column === serviceColumns.goLiveAt ? utcTimestamp(value) : value} AS "${field}"`;
}

/** What a `ServiceRecord` is selected with from a row `s` of `notify.service`. */
export const serviceRecordColumns = [
  's.id',
  ...Object.entries(serviceColumns).map(selected),
  `${utcTimestamp('s.created_at')} AS "createdAt"`,
  `${utcTimestamp('s.updated_at')} AS "updatedAt"`,
  's.version',
].join(', ');
