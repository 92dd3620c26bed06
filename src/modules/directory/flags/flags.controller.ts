import { Body, Controller, Get, Headers, Param, Post, Put, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { Representation } from '../../../http/responses/representation.js';
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
  AmendedFlagResponse,
  FlagCreateRequest,
  FlagPage,
  FlagPath,
  FlagResponse,
  FlagUpdateRequest,
} from './flag.dto.js';
import { FlagsQuery } from './flags-query.dto.js';
import { FlagsService } from './flags.service.js';

/** The flags that the scheme puts on what it registers. */
@DirectoryApi('Flags')
@Controller('references/flags')
export class FlagsController {
  constructor(
    private readonly flags: FlagsService,
    private readonly paginator: Paginator,
  ) {}

  @Get()
  @Operation(
    'listFlags',
    'List the flags of the trust framework',
    'Returns one page of the flags with the status Active, or the status that the query names. Flags above the clearance of the caller are never shown.',
  )
  @Requires('read')
  @ListOperation(FlagPage, 'One page of flags')
  async list(
    @Query() query: FlagsQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<Representation<Page<FlagResponse>>> {
    return this.paginator.present(request, await this.flags.list(query, caller));
  }

  @Get(':FlagId')
  @Operation(
    'getFlag',
    'Get a flag',
    'Returns the flag with its `ETag`. A flag above the clearance of the caller answers 404, as an unknown id does.',
  )
  @Requires('read')
  @ReadOperation(FlagResponse, 'The flag')
  get(@Param() path: FlagPath, @CurrentCaller() caller: Caller): Promise<FlagResponse> {
    return this.flags.get(path.FlagId, caller);
  }

  @Put(':FlagId')
  @Operation(
    'replaceFlag',
    'Replace a flag',
    'Replaces the whole flag. Making a flag Inactive, or changing its Type, while organisations have it answers 409 unless `Cascade` is true. With `Cascade`, every organisation loses the flag in the same transaction, each with a history entry. The operation never creates a flag.',
  )
  @Requires('operate')
  @AmendmentOperation(AmendedFlagResponse, 'The flag as it is now, with warnings where there are any')
  async replace(
    @Param() path: FlagPath,
    @Body() update: FlagUpdateRequest,
    @CurrentAuthor() author: Author,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<Representation<AmendedFlagResponse>> {
    const { flag, entityTag } = await this.flags.replace(path.FlagId, update, author, ifMatch);
    return new Representation(flag, { etag: entityTag });
  }

  @Post()
  @Operation(
    'createFlag',
    'Create a flag',
    'Creates a flag. No organisation has it until a change of the organisation names its Id. A flag with the same Type, Name and Value answers 409.',
  )
  @Requires('operate')
  @CreationOperation(AmendedFlagResponse, 'The new flag, with warnings where there are any')
  async create(
    @Body() creation: FlagCreateRequest,
    @CurrentAuthor() author: Author,
  ): Promise<Representation<AmendedFlagResponse>> {
    const { flag, entityTag } = await this.flags.create(creation, author);
    const location = `/references/flags/${encodeURIComponent(flag.Id)}`;
    return new Representation(flag, { etag: entityTag, location });
  }
}
