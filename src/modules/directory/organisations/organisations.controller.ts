import type { Readable } from 'node:stream';
import { Body, Controller, Get, Headers, Param, Patch, Post, Put, Query, Req } from '@nestjs/common';
import { ApiConsumes, ApiOperation } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Representation } from '../../../http/responses/representation.js';
import { isBodyRead } from '../../../http/responses/streamed-text.js';
import { type Author, CurrentAuthor } from '../auth/author.js';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/caller.decorator.js';
import { Requires } from '../auth/requires.decorator.js';
import { jsonType, mergePatchType } from '../../../http/validation/media-types.js';
import {
  AmendmentOperation,
  CreationOperation,
  DirectoryApi,
  ListOperation,
  ReadOperation,
} from '../directory-api.decorator.js';
import { Patchable } from '../fapi/patchable.decorator.js';
import { maxPageSize } from '../pagination/page-query.dto.js';
import { Paginator } from '../pagination/paginator.js';
import { AmendmentService } from './amendment/amendment.service.js';
import { OrganisationListingService } from './listing/organisation-listing.service.js';
import {
  OrganisationCreateRequest,
  OrganisationPatchRequest,
  OrganisationPath,
  OrganisationUpdateRequest,
  AmendedOrganisationResponse,
  OrganisationResponse,
} from './organisation.dto.js';
import { OrganisationsQuery } from './organisations-query.dto.js';
import { OrganisationsService } from './organisations.service.js';

/** The organisations of the trust framework. */
@DirectoryApi('Organisations')
@Controller('organisations')
export class OrganisationsController {
  constructor(
    private readonly organisations: OrganisationsService,
    private readonly listing: OrganisationListingService,
    private readonly amendments: AmendmentService,
    private readonly paginator: Paginator,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Get all organisations that the token is authorised to retrieve' })
  @Requires('read')
  @ListOperation(OrganisationResponse, 'One page of the organisations that the token may retrieve')
  async list(
    @Query() query: OrganisationsQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<Representation<Buffer | Readable>> {
    return Number(query.size ?? 0) > maxPageSize
      ? this.paginator.stream(
          request,
          await this.listing.open(request.url, query, caller, (tag) => isBodyRead(request, tag)),
        )
      : this.paginator.send(request, await this.listing.list(request.url, query, caller));
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
  @Patchable()
  @AmendmentOperation(
    AmendedOrganisationResponse,
    'The organisation as it is now, with warnings where there are any',
  )
  async replace(
    @Param() path: OrganisationPath,
    @Body() update: OrganisationUpdateRequest,
    @CurrentAuthor() author: Author,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<Representation<AmendedOrganisationResponse>> {
    const amended = await this.amendments.replace(path.OrganisationId, update, author, ifMatch);
    return new Representation(amended.organisation, { etag: amended.entityTag });
  }

  @Patch(':OrganisationId')
  @ApiOperation({ summary: "Change some of the given organisation's details by JSON Merge Patch (RFC 7396)" })
  @ApiConsumes(mergePatchType, jsonType)
  @Requires('write')
  @Patchable()
  @AmendmentOperation(
    AmendedOrganisationResponse,
    'The organisation as it is now, with warnings where there are any',
  )
  async patch(
    @Param() path: OrganisationPath,
    @Body() patch: OrganisationPatchRequest,
    @CurrentAuthor() author: Author,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<Representation<AmendedOrganisationResponse>> {
    const amended = await this.amendments.patch(path.OrganisationId, patch, author, ifMatch);
    return new Representation(amended.organisation, { etag: amended.entityTag });
  }

  @Post()
  @ApiOperation({ summary: 'Create an organisation' })
  @Requires('operate')
  @CreationOperation(AmendedOrganisationResponse, 'The new organisation, with warnings where there are any')
  async create(
    @Body() creation: OrganisationCreateRequest,
    @CurrentAuthor() author: Author,
  ): Promise<Representation<AmendedOrganisationResponse>> {
    const { organisation, entityTag } = await this.organisations.create(creation, author);
    const location = `/organisations/${encodeURIComponent(organisation.OrganisationId)}`;
    return new Representation(organisation, { etag: entityTag, location });
  }
}
