import { Readable } from 'node:stream';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/config.js';
import { ifNoneMatchNames } from '../../../http/caching/entity-tag.js';
import { Requires } from '../auth/requires.decorator.js';
import { DirectoryApi, ReadOperation } from '../directory-api.decorator.js';
import { ParticipantResponse } from './open-data.response.dto.js';
import { OpenDataService } from './open-data.service.js';

/** A reader who takes nothing for this long is let go, since a connection to the database waits with them. */
const stallTimeoutMs = 30_000;

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
  async download(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readable> {
    const { method, headers } = reply.request;
    const known = headers['if-none-match'] ?? '';
    const file = await this.openData.open((tag) => method === 'GET' && !ifNoneMatchNames(known, tag));
    reply.headers({
      etag: file.entityTag,
      'content-type': 'application/json; charset=utf-8',
      'cache-control': this.config.participantsPublic ? 'public, no-cache' : 'private, no-cache',
    });
    reply.raw.setTimeout(stallTimeoutMs, () => reply.raw.destroy());
    // 'close' comes even where nothing was read, when the generator's own end would not be reached.
    return Readable.from(file.chunks, { objectMode: false }).once('close', () => void file.close());
  }
}
