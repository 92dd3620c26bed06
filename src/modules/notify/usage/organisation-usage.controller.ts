import { Controller, Get } from '@nestjs/common';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { NeedsScope } from '../auth/needs-scope.decorator.js';
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
  @Operation(
    'listServicesWithUsage',
    'List the services of an organisation with their usage',
    'Returns the live services with their messages and costs of the financial year. Services in trial are never in the list.',
  )
  @NeedsScope('read')
  @Reads(OrganisationUsageResponse, 'The services with their sums')
  list(
    @PathId('organisation_id') organisationId: string,
    @QueryText('year', 'The year in which the financial year starts, on 1 April', true)
    year: string | undefined,
  ): Promise<OrganisationUsageResponse> {
    return this.usage.list(organisationId, year);
  }
}
