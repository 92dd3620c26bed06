import type { Readable } from 'node:stream';
import { Body, Controller, Get, Headers, Param, Patch, Post, Put, Query, Req } from '@nestjs/common';
import { ApiConsumes } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { renderedRepresentation } from '../../../http/responses/rendered-json.js';
import { Representation } from '../../../http/responses/representation.js';
import { isBodyRead } from '../../../http/responses/streamed-text.js';
import { type Author, CurrentAuthor } from '../auth/author.js';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/caller.decorator.js';
import { Requires } from '../auth/requires.decorator.js';
import { LogWatch } from '../changes/log-watch.js';
import { documentedPositionHeader, positionHeader } from '../changes/position-header.js';
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
  OrganisationPage,
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
    private readonly log: LogWatch,
  ) {}

  @Get()
  @Operation(
    'listOrganisations',
    'List the organisations that the token may see',
    'Returns one page, sorted and filtered by the query. Clients see every organisation; a user who is no super user sees the organisations that they administer. Paging never repeats or skips an organisation. Flags above the clearance of the caller are left out.',
  )
  @Requires('read')
  @ListOperation(OrganisationPage, 'One page of organisations', documentedPositionHeader)
  async list(
    @Query() query: OrganisationsQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<Representation<Buffer | Readable>> {
    // Before the page is read or compared with the directory's version: it then includes every change up to here.
    const position = positionHeader(await this.log.newest());
    return Number(query.size ?? 0) > maxPageSize
      ? this.paginator.stream(
          request,
          await this.listing.open(request.url, query, caller, (tag) => isBodyRead(request, tag)),
          position,
        )
      : renderedRepresentation(request, await this.listing.list(request.url, query, caller), position);
  }

  @Get(':OrganisationId')
  @Operation(
    'getOrganisation',
    'Get an organisation',
    'Returns the current version with its `ETag`, which `If-Match` of a change takes. An organisation that the caller may not see answers 404, as an unknown id does.',
  )
  @Requires('read')
  @ReadOperation(OrganisationResponse, 'The organisation')
  get(@Param() path: OrganisationPath, @CurrentCaller() caller: Caller): Promise<OrganisationResponse> {
    return this.organisations.get(path.OrganisationId, caller);
  }

  @Put(':OrganisationId')
  @Operation(
    'replaceOrganisation',
    'Replace an organisation',
    'Replaces the whole record: a field that the body leaves out goes back to its default. Send the `ETag` of the version that you read in `If-Match`, so that no change of somebody else is lost. The body may be what `getOrganisation` returned. The change and its history entry are one transaction. The operation never creates an organisation, and it keeps flags that the caller may not see. An administrator of the organisation may not set Status to Active.',
  )
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
  @Operation(
    'patchOrganisation',
    'Change some fields of an organisation',
    'Applies a JSON Merge Patch (RFC 7396): a field that the body leaves out stays as it is, and `null` clears an optional text or Flags. The merged record follows all rules of `replaceOrganisation`, and so do rights, `If-Match` and history. The operation never creates an organisation, and it never merges Flags: a list replaces all of them.',
  )
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
  @Operation(
    'createOrganisation',
    'Create an organisation',
    'Creates an Active organisation unless the body names another Status. The service makes a UUID if the body has no OrganisationId. The operation never changes an existing organisation: an OrganisationId that is taken answers 409.',
  )
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
