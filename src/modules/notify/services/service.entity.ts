import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { OrganisationType } from '../organisation-types.js';

const notNegative = (column: string): ClassDecorator => Check(`service_${column}_check`, `${column} >= 0`);

/** Something that sends e-mails, text messages and letters. */
@Entity({ schema: 'notify', name: 'service' })
@Unique('service_name_key', ['name'])
@Unique('service_normalised_name_key', ['normalisedName'])
@Index('service_organisation_id_idx', ['organisationId'])
@Index('service_email_branding_id_idx', ['emailBrandingId'])
@Index('service_letter_branding_id_idx', ['letterBrandingId'])
@Check(
  'service_name_check',
  `char_length(name) BETWEEN 1 AND CASE WHEN starts_with(name, '_archived_') THEN 320 ELSE 255 END`,
)
@Check(
  'service_organisation_type_check',
  `organisation_type IN ('central', 'local', 'nhs_central', 'nhs_local', 'nhs_gp', 'nhs_notify', 'emergency_service',
   'school_or_college', 'other')`,
)
@notNegative('email_message_limit')
@notNegative('sms_message_limit')
@notNegative('letter_message_limit')
@notNegative('international_sms_message_limit')
@notNegative('rate_limit')
@Check('service_version_check', 'version >= 1')
export class Service {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'service_pkey' })
  id: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ name: 'normalised_name', type: 'text' })
  normalisedName: string;

  @Column({ type: 'boolean', default: true })
  active: boolean;

  /** On trial. */
  @Column({ type: 'boolean' })
  restricted: boolean;

  @Column({ name: 'organisation_id', type: 'uuid', nullable: true })
  @ForeignKey('organisation', { name: 'service_organisation_id_fkey' })
  organisationId: string | null;

  @Column({ name: 'organisation_type', type: 'text', nullable: true })
  organisationType: OrganisationType | null;

  @Column({ type: 'boolean', nullable: true })
  crown: boolean | null;

  @Column({ name: 'email_branding_id', type: 'uuid', nullable: true })
  @ForeignKey('email_branding', { name: 'service_email_branding_id_fkey' })
  emailBrandingId: string | null;

  @Column({ name: 'letter_branding_id', type: 'uuid', nullable: true })
  @ForeignKey('letter_branding', { name: 'service_letter_branding_id_fkey' })
  letterBrandingId: string | null;

  /** Messages a day; numbers, which JavaScript holds exactly up to 2^53. */
  @Column({ name: 'email_message_limit', type: 'bigint' })
  emailMessageLimit: number;

  @Column({ name: 'sms_message_limit', type: 'bigint' })
  smsMessageLimit: number;

  @Column({ name: 'letter_message_limit', type: 'bigint' })
  letterMessageLimit: number;

  @Column({ name: 'international_sms_message_limit', type: 'bigint', default: 100 })
  internationalSmsMessageLimit: number;

  /** Messages a minute. */
  @Column({ name: 'rate_limit', type: 'integer', default: 3000 })
  rateLimit: number;

  @Column({ name: 'count_as_live', type: 'boolean', default: true })
  countAsLive: boolean;

  @Column({ name: 'has_active_go_live_request', type: 'boolean', default: false })
  hasActiveGoLiveRequest: boolean;

  @Column({ name: 'go_live_user_id', type: 'uuid', nullable: true })
  @ForeignKey('user_account', { name: 'service_go_live_user_id_fkey' })
  goLiveUserId: string | null;

  @Column({ name: 'go_live_at', type: 'timestamptz', nullable: true })
  goLiveAt: Date | null;

  @Column({ name: 'consent_to_research', type: 'boolean', nullable: true })
  consentToResearch: boolean | null;

  @Column({ name: 'volume_email', type: 'integer', nullable: true })
  volumeEmail: number | null;

  @Column({ name: 'volume_letter', type: 'integer', nullable: true })
  volumeLetter: number | null;

  @Column({ name: 'volume_sms', type: 'integer', nullable: true })
  volumeSms: number | null;

  @Column({ name: 'contact_link', type: 'text', nullable: true })
  contactLink: string | null;

  @Column({ name: 'prefix_sms', type: 'boolean', default: true })
  prefixSms: boolean;

  @Column({ name: 'confirmed_unique', type: 'boolean', default: false })
  confirmedUnique: boolean;

  @Column({ name: 'confirmed_email_sender_name', type: 'boolean', nullable: true })
  confirmedEmailSenderName: boolean | null;

  @Column({ name: 'custom_email_sender_name', type: 'text', nullable: true })
  customEmailSenderName: string | null;

  /** What stands before the @ of the sender: the custom name, else the service's, normalised. */
  @Column({ name: 'email_sender_local_part', type: 'text', nullable: true })
  emailSenderLocalPart: string | null;

  @Column({
    type: 'text',
    array: true,
    default: '{email,sms,letter,international_sms,international_letters}',
  })
  permissions: string[];

  @Column({ type: 'text', nullable: true })
  notes: string | null;

  @Column({ name: 'purchase_order_number', type: 'text', nullable: true })
  purchaseOrderNumber: string | null;

  @Column({ name: 'billing_contact_names', type: 'text', nullable: true })
  billingContactNames: string | null;

  @Column({ name: 'billing_contact_email_addresses', type: 'text', nullable: true })
  billingContactEmailAddresses: string | null;

  @Column({ name: 'billing_reference', type: 'text', nullable: true })
  billingReference: string | null;

  @Column({ name: 'created_by_id', type: 'uuid' })
  @ForeignKey('user_account', { name: 'service_created_by_id_fkey' })
  createdById: string;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', nullable: true })
  updatedAt: Date | null;

  /** Counts from 1; a trigger moves it with each change and keeps what the row was. */
  @Column({ type: 'integer', default: 1 })
  version: number;
}
