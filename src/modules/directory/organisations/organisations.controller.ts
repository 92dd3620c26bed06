import { Body, Controller, Get, Headers, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Author, CurrentAuthor } from '../auth/author.js';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/caller.decorator.js';
import { Requires } from '../auth/requires.decorator.js';
import {
  AmendmentOperation,
  CreationOperation,
  DirectoryApi,
  ListOperation,
  ReadOperation,
} from '../directory-api.decorator.js';
import type { Page } from '../pagination/page.js';
import { Paginator } from '../pagination/paginator.js';
import {
  OrganisationCreateRequest,
  OrganisationPath,
  OrganisationUpdateRequest,
} from './organisation.dto.js';
import { AmendedOrganisationResponse, OrganisationResponse } from './organisation.response.dto.js';
import { OrganisationListingService } from './organisation-listing.service.js';
import { OrganisationsQuery } from './organisations-query.dto.js';
import { OrganisationsService } from './organisations.service.js';

/** The organisations of the trust framework. */
@DirectoryApi('Organisations')
@Controller('organisations')
export class OrganisationsController {
  constructor(
    private readonly organisations: OrganisationsService,
    private readonly listing: OrganisationListingService,
    private readonly paginator: Paginator,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Get all organisations that the token is authorised to retrieve' })
  @Requires('read')
  @ListOperation(OrganisationResponse, 'One page of the organisations that the token may retrieve')
  async list(
    @Query() query: OrganisationsQuery,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<OrganisationResponse>> {
    return this.paginator.present(reply, await this.listing.list(query, caller));
  }

  @Get(':OrganisationId')
  @ApiOperation({ summary: 'Get an organisation' })
  @Requires('read')
  @ReadOperation(OrganisationResponse, 'The organisation')
  get(@Param() path: OrganisationPath, @CurrentCaller() caller: Caller): Promise<OrganisationResponse> {
    return this.organisations.get(path.OrganisationId, caller);
  }

  @Put(':OrganisationId')
  @ApiOperation({ summary: "Amend the given organisation's details" })
  @Requires('write')
  @AmendmentOperation(
    AmendedOrganisationResponse,
    'The organisation as it is now, with warnings where there are any',
  )
  async replace(
    @Param() path: OrganisationPath,
    @Body() update: OrganisationUpdateRequest,
    @CurrentAuthor() author: Author,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AmendedOrganisationResponse> {
    const { organisation, entityTag } = await this.organisations.replace(
      path.OrganisationId,
      update,
      author,
      ifMatch,
    );
    reply.header('etag', entityTag);
    return organisation;
  }

  @Post()
  @ApiOperation({ summary: 'Create an organisation' })
  @Requires('operate')
  @CreationOperation(AmendedOrganisationResponse, 'The new organisation, with warnings where there are any')
  async create(
    @Body() creation: OrganisationCreateRequest,
    @CurrentAuthor() author: Author,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AmendedOrganisationResponse> {
    const { organisation, entityTag } = await this.organisations.create(creation, author);
    reply
      .header('etag', entityTag)
      .header('location', `/organisations/${encodeURIComponent(organisation.OrganisationId)}`);
    return organisation;
  }
}
