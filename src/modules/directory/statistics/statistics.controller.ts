import { Controller, Get, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { renderedRepresentation } from '../../../http/responses/rendered-json.js';
import type { Representation } from '../../../http/responses/representation.js';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/caller.decorator.js';
import { Requires } from '../auth/requires.decorator.js';
import { DirectoryApi, ReadOperation } from '../directory-api.decorator.js';
import { OrganisationFilterQuery } from '../organisations/organisations-query.dto.js';
import { OrganisationStatisticsResponse } from './statistics.response.dto.js';
import { StatisticsService } from './statistics.service.js';

/** Counts of the organisations of the trust framework. */
@DirectoryApi('Organisations')
@Controller('organisations/statistics')
export class StatisticsController {
  constructor(private readonly statistics: StatisticsService) {}

  @Get()
  @Operation(
    'getOrganisationStatistics',
    'Count the organisations that the token may see',
    'Returns the number of organisations by Status, country, flag and month of creation, and the number of their changes by day. The filters and the rights are those of `listOrganisations`, so `totalSize` is the same. All counts are exact and of one moment. Flags above the clearance of the caller, and changes that the caller may not see in a history, are not counted.',
  )
  @Requires('read')
  @ReadOperation(OrganisationStatisticsResponse, 'The counts of one moment')
  async get(
    @Query() query: OrganisationFilterQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<Representation<Buffer>> {
    return renderedRepresentation(request, await this.statistics.read(query, caller));
  }
}
