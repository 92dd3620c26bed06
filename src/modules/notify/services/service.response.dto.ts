import { ApiProperty } from '@nestjs/swagger';
import { type OrganisationType, organisationTypes } from '../organisation-types.js';

const nullable = true;
const id = { type: String, format: 'uuid' } as const;
const time = { type: String, format: 'date-time', example: '2024-01-15T10:00:00.000000Z' } as const;
const count = { type: 'integer', minimum: 0 } as const;

/** A service: the peer's 35 keys, and crown. */
export class ServiceResponse {
  @ApiProperty({ type: Boolean })
  active: boolean;

  @ApiProperty({ type: String, nullable })
  billing_contact_email_addresses: string | null;

  @ApiProperty({ type: String, nullable })
  billing_contact_names: string | null;

  @ApiProperty({ type: String, nullable })
  billing_reference: string | null;

  @ApiProperty({ type: Boolean, nullable })
  confirmed_email_sender_name: boolean | null;

  @ApiProperty({ type: Boolean })
  confirmed_unique: boolean;

  @ApiProperty({ type: Boolean, nullable })
  consent_to_research: boolean | null;

  @ApiProperty({ type: String, nullable })
  contact_link: string | null;

  @ApiProperty({ type: Boolean, description: 'False for services that are not counted among those in use' })
  count_as_live: boolean;

  @ApiProperty({ ...id, description: 'The user who made it' })
  created_by: string;

  @ApiProperty({ type: Boolean, nullable, description: 'Whether it belongs to a Crown body' })
  crown: boolean | null;

  @ApiProperty({ type: String, nullable })
  custom_email_sender_name: string | null;

  @ApiProperty({ ...id, nullable })
  email_branding: string | null;

  @ApiProperty({ ...count, description: 'E-mails a day' })
  email_message_limit: number;

  @ApiProperty({ type: String, nullable, description: "What stands before the @ of the sender's address" })
  email_sender_local_part: string | null;

  @ApiProperty({ ...time, nullable })
  go_live_at: string | null;

  @ApiProperty({ ...id, nullable, description: 'The user who asked for it to go live' })
  go_live_user: string | null;

  @ApiProperty({ type: Boolean })
  has_active_go_live_request: boolean;

  @ApiProperty(id)
  id: string;

  @ApiProperty(count)
  international_sms_message_limit: number;

  @ApiProperty({ ...id, nullable })
  letter_branding: string | null;

  @ApiProperty({ ...count, description: 'Letters a day' })
  letter_message_limit: number;

  @ApiProperty({ type: String })
  name: string;

  @ApiProperty({ type: String, nullable })
  notes: string | null;

  @ApiProperty({ ...id, nullable })
  organisation: string | null;

  @ApiProperty({ enum: [...organisationTypes, null], nullable })
  organisation_type: OrganisationType | null;

  @ApiProperty({ type: [String], description: 'What it may do' })
  permissions: readonly string[];

  @ApiProperty({ type: Boolean })
  prefix_sms: boolean;

  @ApiProperty({ type: String, nullable })
  purchase_order_number: string | null;

  @ApiProperty({ ...count, description: 'Messages a minute' })
  rate_limit: number;

  @ApiProperty({ type: Boolean, description: 'Whether it is on trial' })
  restricted: boolean;

  @ApiProperty({ type: 'array', items: { type: 'string' }, maxItems: 0, description: 'Kept for its readers' })
  service_callback_api: readonly [];

  @ApiProperty({ ...count, description: 'Text messages a day' })
  sms_message_limit: number;

  @ApiProperty({ ...count, nullable })
  volume_email: number | null;

  @ApiProperty({ ...count, nullable })
  volume_letter: number | null;

  @ApiProperty({ ...count, nullable })
  volume_sms: number | null;
}

/** One service. */
export class ServiceDataResponse {
  @ApiProperty({ type: ServiceResponse })
  data: ServiceResponse;
}

/** All services. */
export class ServiceListResponse {
  @ApiProperty({ type: [ServiceResponse], description: 'By name' })
  data: ServiceResponse[];
}
