import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../../auth/caller.js';
import { CurrentCaller } from '../../auth/caller.decorator.js';
import { Requires } from '../../auth/requires.decorator.js';
import { DirectoryApi, ListOperation } from '../../directory-api.decorator.js';
import { Paginator } from '../../pagination/paginator.js';
import { OrganisationResponse } from '../organisation.response.dto.js';
import { OrganisationsQuery } from '../organisations-query.dto.js';
import { OrganisationListingService } from './organisation-listing.service.js';

/**
 * The list of organisations, the most frequent request. No interceptors: one of Nest's takes longer than all five guards
 * (docs/performance.md), and the hook in `http/lifecycle/request-hooks.ts` sets the interaction id on every answer.
 */
@DirectoryApi('Organisations', [])
@Controller('organisations')
export class OrganisationListingController {
  constructor(
    private readonly listing: OrganisationListingService,
    private readonly paginator: Paginator,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'Organisations_list',
    summary: 'Get all organisations that the token is authorised to retrieve',
  })
  @Requires('read')
  @ListOperation(OrganisationResponse, 'One page of the organisations that the token may retrieve')
  async list(
    @Query() query: OrganisationsQuery,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    return this.paginator.send(reply, await this.listing.list(reply.request.url, query, caller));
  }
}
