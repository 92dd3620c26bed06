import { Body, Controller, Get, Headers, Param, Post, Put, Res } from '@nestjs/common';
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
  ReadOperation,
} from '../directory-api.decorator.js';
import {
  OrganisationCreateRequest,
  OrganisationPath,
  OrganisationUpdateRequest,
  AmendedOrganisationResponse,
  OrganisationResponse,
} from './organisation.dto.js';
import { AmendmentService } from './amendment/amendment.service.js';
import { OrganisationsService } from './organisations.service.js';

/** The organisations of the trust framework, one by one; the list is in `listing/`. */
@DirectoryApi('Organisations')
@Controller('organisations')
export class OrganisationsController {
  constructor(
    private readonly organisations: OrganisationsService,
    private readonly amendments: AmendmentService,
  ) {}

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
    const { organisation, entityTag } = await this.amendments.replace(
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
