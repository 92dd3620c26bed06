import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Representation } from '../../../http/responses/representation.js';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/caller.decorator.js';
import { Requires } from '../auth/requires.decorator.js';
import { DirectoryApi, ListOperation } from '../directory-api.decorator.js';
import { OrganisationPath } from '../organisations/organisation.dto.js';
import type { Page } from '../pagination/page.js';
import { PageQuery } from '../pagination/page-query.dto.js';
import { Paginator } from '../pagination/paginator.js';
import { HistoryEntryResponse } from './history.response.dto.js';
import { HistoryService } from './history.service.js';

/** Every change of an organisation. */
@DirectoryApi('Organisations')
@Controller('organisations/:OrganisationId/history')
export class HistoryController {
  constructor(
    private readonly history: HistoryService,
    private readonly paginator: Paginator,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List the changes of the organisation' })
  @Requires('read')
  @ListOperation(HistoryEntryResponse, 'One page of the changes of the organisation, newest first')
  async list(
    @Param() path: OrganisationPath,
    @Query() query: PageQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<Representation<Page<HistoryEntryResponse>>> {
    return this.paginator.present(request, await this.history.list(path.OrganisationId, query, caller));
  }
}
