import { Controller, Get } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { NotifyApi, Reads } from '../notify-api.decorator.js';
import { idSegment } from '../notify-paths.js';
import { PathId, QueryText } from '../validation/parameters.js';
import { OrganisationUsageResponse } from './organisation-usage.response.dto.js';
import { OrganisationUsageService } from './organisation-usage.service.js';

/** Usage of an organisation's services. */
@NotifyApi('Allowance and usage')
@Controller(`organisation/${idSegment('organisation_id')}/services-with-usage`)
export class OrganisationUsageController {
  constructor(private readonly usage: OrganisationUsageService) {}

  @Get()
  @ApiOperation({ summary: 'List the live services of an organisation with their usage of a financial year' })
  @Reads(OrganisationUsageResponse, 'The services with their sums')
  list(
    @PathId('organisation_id') organisationId: string,
    @QueryText('year', 'The year in which the financial year starts, on 1 April', true)
    year: string | undefined,
  ): Promise<OrganisationUsageResponse> {
    return this.usage.list(organisationId, year);
  }
}
