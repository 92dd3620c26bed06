import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import type { OrganisationType } from '../organisation-types.js';

const atMost255 = (column: string): ClassDecorator =>
  Check(`organisation_${column}_check`, `char_length(${column}) <= 255`);

/** An organisation that uses Notify. */
@Entity({ schema: 'notify', name: 'organisation' })
@Unique('organisation_name_key', ['name'])
@Check(
  'organisation_name_check',
  `char_length(name) <= CASE WHEN starts_with(name, '_archived_') THEN 320 ELSE 255 END`,
)
@Check(
  'organisation_organisation_type_check',
  `organisation_type IN ('central', 'local', 'nhs_central', 'nhs_local', 'nhs_gp', 'nhs_notify', 'emergency_service',
   'school_or_college', 'other')`,
)
@atMost255('agreement_signed_on_behalf_of_name')
@atMost255('agreement_signed_on_behalf_of_email_address')
@atMost255('purchase_order_number')
@atMost255('billing_reference')
@Check(
  'organisation_permissions_check',
  `permissions <@ ARRAY['can_ask_to_join_a_service', 'can_ask_to_join_service']`,
)
export class Organisation {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'organisation_pkey' })
  id: string;

  @Column({ type: 'text' })
  name: string;

  /** False for what is archived, and for what was switched off. */
  @Column({ type: 'boolean', default: true })
  active: boolean;

  @Column({ type: 'boolean', nullable: true })
  crown: boolean | null;

  @Column({ name: 'organisation_type', type: 'text', nullable: true })
  organisationType: OrganisationType | null;

  @Column({ name: 'email_branding_id', type: 'uuid', nullable: true })
  @ForeignKey('email_branding', { name: 'organisation_email_branding_id_fkey' })
  emailBrandingId: string | null;

  @Column({ name: 'letter_branding_id', type: 'uuid', nullable: true })
  @ForeignKey('letter_branding', { name: 'organisation_letter_branding_id_fkey' })
  letterBrandingId: string | null;

  @Column({ name: 'agreement_signed', type: 'boolean', nullable: true })
  agreementSigned: boolean | null;

  @Column({ name: 'agreement_signed_at', type: 'timestamptz', nullable: true })
  agreementSignedAt: Date | null;

  @Column({ name: 'agreement_signed_by_id', type: 'uuid', nullable: true })
  @ForeignKey('user_account', { name: 'organisation_agreement_signed_by_id_fkey' })
  agreementSignedById: string | null;

  @Column({ name: 'agreement_signed_on_behalf_of_name', type: 'text', nullable: true })
  agreementSignedOnBehalfOfName: string | null;

  @Column({ name: 'agreement_signed_on_behalf_of_email_address', type: 'text', nullable: true })
  agreementSignedOnBehalfOfEmailAddress: string | null;

  @Column({ name: 'agreement_signed_version', type: 'double precision', nullable: true })
  agreementSignedVersion: number | null;

  @Column({ name: 'request_to_go_live_notes', type: 'text', nullable: true })
  requestToGoLiveNotes: string | null;

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

  @Column({ name: 'can_approve_own_go_live_requests', type: 'boolean', default: false })
  canApproveOwnGoLiveRequests: boolean;

  @Column({ type: 'text', array: true, default: '{}' })
  permissions: string[];

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  /** null until the first update. */
  @Column({ name: 'updated_at', type: 'timestamptz', nullable: true })
  updatedAt: Date | null;
}
