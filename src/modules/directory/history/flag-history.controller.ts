import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import type { Representation } from '../../../http/responses/representation.js';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/caller.decorator.js';
import { Requires } from '../auth/requires.decorator.js';
import { DirectoryApi, ListOperation } from '../directory-api.decorator.js';
import { FlagPath } from '../flags/flag.dto.js';
import type { Page } from '../pagination/page.js';
import { PageQuery } from '../pagination/page-query.dto.js';
import { Paginator } from '../pagination/paginator.js';
import { HistoryEntryPage, type HistoryEntryResponse } from './history.response.dto.js';
import { HistoryService } from './history.service.js';

/** Every change of a flag. */
@DirectoryApi('Flags')
@Controller('references/flags/:FlagId/history')
export class FlagHistoryController {
  constructor(
    private readonly history: HistoryService,
    private readonly paginator: Paginator,
  ) {}

  @Get()
  @Operation(
    'listFlagHistory',
    'List the changes of a flag',
    'Returns one page of the changes, newest first: who created the flag or changed which field, when, from which value to which. The history is append-only: nobody can change or delete an entry. Organisations that lose the flag by `Cascade` have an entry in their own history.',
  )
  @Requires('operate')
  @ListOperation(HistoryEntryPage, 'One page of changes, newest first')
  async list(
    @Param() path: FlagPath,
    @Query() query: PageQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<Representation<Page<HistoryEntryResponse>>> {
    return this.paginator.present(request, await this.history.listOfFlag(path.FlagId, query, caller));
  }
}
