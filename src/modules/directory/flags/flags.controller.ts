import { Body, Controller, Get, Headers, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { entityTagOf } from '../../../http/caching/entity-tag.js';
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
import { FlagCreateRequest, FlagPath, FlagUpdateRequest, FlagResponse } from './flag.dto.js';
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
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<FlagResponse>> {
    return this.paginator.present(reply, await this.flags.list(query, caller));
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
  @AmendmentOperation(FlagResponse, 'The flag as it is now')
  async replace(
    @Param() path: FlagPath,
    @Body() update: FlagUpdateRequest,
    @CurrentAuthor() author: Author,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FlagResponse> {
    const flag = await this.flags.replace(path.FlagId, update, author, ifMatch);
    reply.header('etag', entityTagOf(JSON.stringify(flag)));
    return flag;
  }

  @Post()
  @ApiOperation({ summary: 'Create a flag' })
  @Requires('operate')
  @CreationOperation(FlagResponse, 'The new flag')
  async create(
    @Body() creation: FlagCreateRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FlagResponse> {
    const flag = await this.flags.create(creation);
    reply
      .header('etag', entityTagOf(JSON.stringify(flag)))
      .header('location', `/references/flags/${encodeURIComponent(flag.Id)}`);
    return flag;
  }
}
