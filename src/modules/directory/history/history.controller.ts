import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import type { Representation } from '../../../http/responses/representation.js';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/caller.decorator.js';
import { Requires } from '../auth/requires.decorator.js';
import { DirectoryApi, ListOperation } from '../directory-api.decorator.js';
import { OrganisationPath } from '../organisations/organisation.dto.js';
import type { Page } from '../pagination/page.js';
import { PageQuery } from '../pagination/page-query.dto.js';
import { Paginator } from '../pagination/paginator.js';
import { HistoryEntryPage, type HistoryEntryResponse } from './history.response.dto.js';
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
  @Operation(
    'listOrganisationHistory',
    'List the changes of an organisation',
    'Returns one page of the changes, newest first: who changed which field, when, from which value to which. The history is append-only: nobody can change or delete an entry. Emails of users, and changes of administrators, are shown only to operators and to the administrators of the organisation.',
  )
  @Requires('read')
  @ListOperation(HistoryEntryPage, 'One page of changes, newest first')
  async list(
    @Param() path: OrganisationPath,
    @Query() query: PageQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<Representation<Page<HistoryEntryResponse>>> {
    return this.paginator.present(request, await this.history.list(path.OrganisationId, query, caller));
  }
}
