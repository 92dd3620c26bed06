import { ApiProperty } from '@nestjs/swagger';
import { type OrganisationType, organisationTypes } from '../organisation-types.js';

/** An organisation as lists show it. */
export class OrganisationSummaryResponse {
  @ApiProperty({ type: Boolean })
  active: boolean;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Linked services that are active and no trial' })
  count_of_live_services: number;

  @ApiProperty({ type: [String], description: 'In the order in which they were set' })
  domains: readonly string[];

  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  name: string;

  @ApiProperty({ type: String, enum: [...organisationTypes, null], nullable: true })
  organisation_type: OrganisationType | null;
}
