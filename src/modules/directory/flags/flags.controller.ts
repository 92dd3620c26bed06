import { Body, Controller, Get, Headers, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
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
  @ApiOperation({ summary: 'List the flags of the trust framework' })
  @Requires('read')
  @ListOperation(FlagResponse, 'One page of the flags that the token may see')
  async list(
    @Query() query: FlagsQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<Representation<Page<FlagResponse>>> {
    return this.paginator.present(request, await this.flags.list(query, caller));
  }

  @Get(':FlagId')
  @ApiOperation({ summary: 'Get a flag' })
  @Requires('read')
  @ReadOperation(FlagResponse, 'The flag')
  get(@Param() path: FlagPath, @CurrentCaller() caller: Caller): Promise<FlagResponse> {
    return this.flags.get(path.FlagId, caller);
  }

  @Put(':FlagId')
  @ApiOperation({ summary: 'Amend a flag, and take it away everywhere where Cascade is true' })
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
  @ApiOperation({ summary: 'Create a flag' })
  @Requires('operate')
  @CreationOperation(AmendedFlagResponse, 'The new flag, with warnings where there are any')
  async create(@Body() creation: FlagCreateRequest): Promise<Representation<AmendedFlagResponse>> {
    const { flag, entityTag } = await this.flags.create(creation);
    const location = `/references/flags/${encodeURIComponent(flag.Id)}`;
    return new Representation(flag, { etag: entityTag, location });
  }
}
