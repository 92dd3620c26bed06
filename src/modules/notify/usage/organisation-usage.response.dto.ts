import { ApiProperty } from '@nestjs/swagger';

/** Usage and cost of a live service in a financial year. */
export class ServiceUsageResponse {
  @ApiProperty({ type: Boolean, description: 'False for an archived service' })
  active: boolean;

  @ApiProperty({ type: Number, minimum: 0, description: 'SMS units beyond the free allowance' })
  chargeable_billable_sms: number;

  @ApiProperty({ type: Number, minimum: 0, description: 'E-mails sent' })
  email_totals: number;

  @ApiProperty({ type: Number, minimum: 0, description: 'The same as email_totals' })
  emails_sent: number;

  @ApiProperty({ type: Number, minimum: 0, description: 'Free SMS units of the year' })
  free_sms_limit: number;

  @ApiProperty({ type: Number, minimum: 0, description: 'Pounds, by the letter' })
  letter_cost: number;

  @ApiProperty({ type: Number, minimum: 0, description: 'Letters sent' })
  letter_totals: number;

  @ApiProperty({ type: String, format: 'uuid' })
  service_id: string;

  @ApiProperty({ type: String })
  service_name: string;

  @ApiProperty({ type: Number, minimum: 0, description: 'All SMS units, free or not' })
  sms_billable_units: number;

  @ApiProperty({ type: Number, minimum: 0, description: 'Pounds, for the units beyond the free allowance' })
  sms_cost: number;

  @ApiProperty({ type: Number, minimum: 0, description: 'Free SMS units that are left' })
  sms_remainder: number;

  @ApiProperty({ type: Number, minimum: 0, description: 'SMS sent' })
  sms_totals: number;
}

/** The live services of an organisation with their usage in a financial year. */
export class OrganisationUsageResponse {
  @ApiProperty({ type: [ServiceUsageResponse], description: 'Active ones first, then by name' })
  services: ServiceUsageResponse[];

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description:
      "When today's numbers were last told; null for a year that today is not in, or before they were",
  })
  updated_at: string | null;
}
