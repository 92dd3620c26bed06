import { Controller, Get, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { CurrentResponse, type ParkableResponse } from '../../../http/overload/parked-response.js';
import { Representation } from '../../../http/responses/representation.js';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/caller.decorator.js';
import { Requires } from '../auth/requires.decorator.js';
import { DirectoryApi, ReadOperation } from '../directory-api.decorator.js';
import { ErrorResponses } from '../errors/error-responses.js';
import { ChangesQuery, defaultLimit } from './changes-query.dto.js';
import { ChangesPageResponse } from './changes.response.dto.js';
import { LongPollService } from './long-poll.service.js';
import { beginning, formatPlace, parsePlace } from './place.js';
import { documentedPositionHeader, positionHeader } from './position-header.js';

/** The log of all changes. */
@DirectoryApi('Organisations')
@Controller('organisations/changes')
export class ChangesController {
  constructor(private readonly changes: LongPollService) {}

  @Get()
  @Operation(
    'listChanges',
    'List the changes of the directory in order',
    'Returns the entries of all histories in the one order of the log, from a place on. Send the `next` of each answer as `after` of the next request, and nothing is missed. The rights are those of the histories: an entry that the caller may not see is left out, and `next` still moves on. Changes of flags are shown to operators only. HEAD returns the end of the log in `X-Directory-Position`.',
  )
  @Requires('read')
  @ReadOperation(ChangesPageResponse, 'One page of the log', documentedPositionHeader)
  @ErrorResponses(410)
  async list(
    @Query() { after, limit, wait }: ChangesQuery,
    @CurrentCaller() caller: Caller,
    @Req() { method }: FastifyRequest,
    @CurrentResponse() response: ParkableResponse,
  ): Promise<Representation<ChangesPageResponse>> {
    const { changes, next, hasMore, newest } = await this.changes.read(
      {
        after: after === undefined ? beginning : (parsePlace(after) ?? beginning),
        limit: Number(limit ?? defaultLimit),
      },
      // HEAD asks for the end of the log as it is.
      method === 'GET' ? Number(wait ?? 0) : 0,
      caller,
      response,
    );
    const page = { changes: [...changes], next: formatPlace(next), hasMore };
    return new Representation(page, positionHeader(newest));
  }
}
