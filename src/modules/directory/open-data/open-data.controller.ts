import type { Readable } from 'node:stream';
import { Controller, Get, Inject, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/config.js';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { Representation } from '../../../http/responses/representation.js';
import { isBodyRead, toStream } from '../../../http/responses/streamed-text.js';
import { Requires } from '../auth/requires.decorator.js';
import { LogWatch } from '../changes/log-watch.js';
import { documentedPositionHeader, positionHeader } from '../changes/position-header.js';
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
    private readonly log: LogWatch,
  ) {}

  @Get()
  @Operation(
    'downloadParticipants',
    'Download the public participants file',
    'Streams the Active organisations in the order of their ids, with their public flags (AccessLevel 0). The same data gives the same bytes and the same `ETag`. Pending and Withdrawn organisations, administrators and higher flags are never in it. `import` reads the file back.',
  )
  @Requires('participants')
  @ReadOperation(
    [ParticipantResponse],
    'All Active organisations by OrganisationId, with their public flags',
    documentedPositionHeader,
  )
  async download(@Req() request: FastifyRequest): Promise<Representation<Readable>> {
    // Before the snapshot, which then includes every change up to here.
    const position = positionHeader(await this.log.newest());
    const file = await this.openData.open((tag) => isBodyRead(request, tag));
    return new Representation(toStream(file, request.socket), {
      ...position,
      etag: file.entityTag,
      'content-type': 'application/json; charset=utf-8',
      'cache-control': this.config.participantsPublic ? 'public, no-cache' : 'private, no-cache',
    });
  }
}
