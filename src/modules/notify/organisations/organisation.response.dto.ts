import { ApiProperty } from '@nestjs/swagger';
import { type OrganisationType, organisationTypes } from '../organisation-types.js';

const nullable = true;
const id = { type: String, format: 'uuid' } as const;
const time = { type: String, format: 'date-time', example: '2024-01-15T10:00:00.000000Z' } as const;

/** An organisation, whole: 25 keys. */
export class OrganisationResponse {
  @ApiProperty({ type: Boolean })
  active: boolean;

  @ApiProperty({ type: Boolean, nullable, description: 'Whether the agreement (MOU) has been signed' })
  agreement_signed: boolean | null;

  @ApiProperty({ ...time, nullable })
  agreement_signed_at: string | null;

  @ApiProperty({ ...id, nullable, description: 'The user who signed' })
  agreement_signed_by_id: string | null;

  @ApiProperty({ type: String, nullable })
  agreement_signed_on_behalf_of_email_address: string | null;

  @ApiProperty({ type: String, nullable })
  agreement_signed_on_behalf_of_name: string | null;

  @ApiProperty({ type: Number, nullable, example: 2.5 })
  agreement_signed_version: number | null;

  @ApiProperty({ type: String, nullable })
  billing_contact_email_addresses: string | null;

  @ApiProperty({ type: String, nullable })
  billing_contact_names: string | null;

  @ApiProperty({ type: String, nullable })
  billing_reference: string | null;

  @ApiProperty({ type: Boolean })
  can_approve_own_go_live_requests: boolean;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Linked services that are active and no trial' })
  count_of_live_services: number;

  @ApiProperty(time)
  created_at: string;

  @ApiProperty({ type: Boolean, nullable, description: 'Whether it is a Crown body' })
  crown: boolean | null;

  @ApiProperty({ type: [String], description: 'In the order in which they were set' })
  domains: readonly string[];

  @ApiProperty({ ...id, nullable, description: 'The default e-mail branding' })
  email_branding_id: string | null;

  @ApiProperty(id)
  id: string;

  @ApiProperty({ ...id, nullable, description: 'The default letter branding' })
  letter_branding_id: string | null;

  @ApiProperty({ type: String })
  name: string;

  @ApiProperty({ type: String, nullable })
  notes: string | null;

  @ApiProperty({ type: String, enum: [...organisationTypes, null], nullable })
  organisation_type: OrganisationType | null;

  @ApiProperty({ type: [String] })
  permissions: readonly string[];

  @ApiProperty({ type: String, nullable })
  purchase_order_number: string | null;

  @ApiProperty({ type: String, nullable })
  request_to_go_live_notes: string | null;

  @ApiProperty({ ...time, nullable, description: 'null until the first update' })
  updated_at: string | null;
}
