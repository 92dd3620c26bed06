import { ApiPropertyOptional } from '@nestjs/swagger';
import { type OrganisationType, organisationTypes } from '../organisation-types.js';
import { NoOtherFields } from '../validation/body-style.js';
import { AtMost, OfType, OneOf, Storable } from '../validation/schema-rules.js';
import { OrganisationDetails } from './organisation-details.dto.js';
import { DomainList, NotNull } from './organisation-rules.js';

/** What is to change of an organisation; what is absent stays, null clears (contract section 1.6). */
@NoOtherFields()
export class OrganisationUpdateRequest extends OrganisationDetails {
  @ApiPropertyOptional({ type: String, maxLength: 255 })
  @OfType('string', 'null')
  @NotNull('string')
  @AtMost(255)
  @Storable()
  name?: string;

  @ApiPropertyOptional({ type: Boolean })
  @OfType('boolean', 'null')
  @NotNull('boolean')
  active?: boolean;

  @ApiPropertyOptional({ type: Boolean, nullable: true })
  @OfType('boolean', 'null')
  crown?: boolean | null;

  @ApiPropertyOptional({ enum: organisationTypes })
  @OneOf(organisationTypes)
  organisation_type?: OrganisationType;

  @ApiPropertyOptional({
    type: [String],
    nullable: true,
    description:
      'All its domains, in order, each a host name of at least two labels; null leaves them as they are',
  })
  @DomainList()
  domains?: string[] | null;
}
