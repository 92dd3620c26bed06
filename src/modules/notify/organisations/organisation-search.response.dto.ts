import { ApiProperty } from '@nestjs/swagger';
import { OrganisationSummaryResponse } from './organisation-summary.response.dto.js';

/** What a search found. */
export class OrganisationSearchResponse {
  @ApiProperty({ type: [OrganisationSummaryResponse], description: 'By name; none where nothing was found' })
  data: OrganisationSummaryResponse[];
}
