import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type OrganisationType, organisationTypes } from '../organisation-types.js';
import { NoOtherFields } from '../validation/body-style.js';
import { AtMost, OfType, OneOf, Required, Storable } from '../validation/schema-rules.js';
import { OrganisationDetails } from './organisation-details.dto.js';

/** A new organisation (contract section 1.5). */
@NoOtherFields()
export class OrganisationCreateRequest extends OrganisationDetails {
  @ApiProperty({ type: String, maxLength: 255, description: 'Unique, also among archived ones' })
  @Required()
  @OfType('string')
  @AtMost(255)
  @Storable()
  name: string;

  @ApiPropertyOptional({ type: Boolean, nullable: true, default: true })
  @OfType('boolean', 'null')
  active?: boolean | null;

  @ApiProperty({ type: Boolean, description: 'Whether it is a Crown body' })
  @Required()
  @OfType('boolean')
  crown: boolean;

  @ApiProperty({ enum: organisationTypes })
  @Required()
  @OneOf(organisationTypes)
  organisation_type: OrganisationType;
}
