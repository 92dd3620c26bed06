import type { Readable } from 'node:stream';
import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/config.js';
import { Representation } from '../../../http/responses/representation.js';
import { isBodyRead, toStream } from '../../../http/responses/streamed-text.js';
import { Requires } from '../auth/requires.decorator.js';
import { DirectoryApi, ReadOperation } from '../directory-api.decorator.js';
import { ParticipantResponse } from './open-data.response.dto.js';
import { OpenDataService } from './open-data.service.js';

/** The public participants file. */
@DirectoryApi('Organisations')
@Controller('organisations/export/open-data')
export class OpenDataController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly openData: OpenDataService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Get the public participants file' })
  @Requires('participants')
  @ReadOperation([ParticipantResponse], 'All Active organisations by OrganisationId, with their public flags')
  async download(@Req() request: FastifyRequest): Promise<Representation<Readable>> {
    const file = await this.openData.open((tag) => isBodyRead(request, tag));
    return new Representation(toStream(file, request.socket), {
      etag: file.entityTag,
      'content-type': 'application/json; charset=utf-8',
      'cache-control': this.config.participantsPublic ? 'public, no-cache' : 'private, no-cache',
    });
  }
}
