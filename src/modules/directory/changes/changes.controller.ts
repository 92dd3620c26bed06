import type { Readable } from 'node:stream';
import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { CurrentResponse, type ParkableResponse } from '../../../http/overload/parked-response.js';
import { Representation } from '../../../http/responses/representation.js';
import { eventStreamType, prefersEventStream } from '../../../http/validation/media-types.js';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller, TokenExpiry } from '../auth/caller.decorator.js';
import { Requires } from '../auth/requires.decorator.js';
import { DirectoryApi, StreamableReadOperation } from '../directory-api.decorator.js';
import { ErrorResponses } from '../errors/error-responses.js';
import { ChangeStreams } from './change-streams.service.js';
import { exampleEvents } from './event-stream.js';
import { ChangesQuery, toChangesRequest } from './changes-query.dto.js';
import { ChangesPageResponse } from './changes.response.dto.js';
import { lastEventIdHeader, resumedRequest } from './last-event-id.js';
import { LongPollService } from './long-poll.service.js';
import { formatPlace, placePattern } from './place.js';
import { documentedPositionHeader, positionHeader } from './position-header.js';

/** The log of all changes. */
@DirectoryApi('Organisations')
@Controller('organisations/changes')
export class ChangesController {
  constructor(
    private readonly changes: LongPollService,
    private readonly streams: ChangeStreams,
  ) {}

  @Get()
  @Operation(
    'listChanges',
    'List the changes of the directory in order',
    'Returns the entries of all histories in the one order of the log, from a place on. Send the `next` of each answer as `after` of the next request, and nothing is missed. The rights are those of the histories: an entry that the caller may not see is left out, and `next` still moves on. Changes of flags are shown to operators only. HEAD returns the end of the log in `X-Directory-Position`. With `Accept: text/event-stream` the response is a stream of Server-Sent Events, which has no end: `id` is a place, `event` is `change`, and `data` is an entry of `changes` as JSON.',
  )
  @Requires('read')
  @StreamableReadOperation(
    ChangesPageResponse,
    'One page of the log, or the stream from there on',
    exampleEvents,
    documentedPositionHeader,
  )
  @ApiHeader({
    name: lastEventIdHeader,
    required: false,
    description: 'In a request for a stream, the place after which it resumes; outweighs `after`',
    schema: { type: 'string', pattern: placePattern },
  })
  @ErrorResponses(410)
  list(
    @Query() query: ChangesQuery,
    @CurrentCaller() caller: Caller,
    @TokenExpiry() expiresAtMs: number | null,
    @Req() request: FastifyRequest,
    @CurrentResponse() response: ParkableResponse,
  ): Promise<Representation<ChangesPageResponse | Readable>> {
    const isStream = request.method === 'GET' && prefersEventStream(request.headers.accept);
    return isStream
      ? this.stream(query, caller, expiresAtMs, request, response)
      : // HEAD asks for the end of the log as it is.
        this.page(query, request.method === 'GET' ? Number(query.wait ?? 0) : 0, caller, response);
  }

  private async page(
    query: ChangesQuery,
    waitSeconds: number,
    caller: Caller,
    response: ParkableResponse,
  ): Promise<Representation<ChangesPageResponse>> {
    const request = toChangesRequest(query);
    const { changes, next, hasMore, newest } = await this.changes.read(
      request,
      waitSeconds,
      caller,
      response,
    );
    const page = { changes: [...changes], next: formatPlace(next), hasMore };
    return new Representation(page, positionHeader(newest));
  }

  private async stream(
    query: ChangesQuery,
    caller: Caller,
    expiresAtMs: number | null,
    { headers }: FastifyRequest,
    response: ParkableResponse,
  ): Promise<Representation<Readable>> {
    const request = resumedRequest(toChangesRequest(query), headers[lastEventIdHeader.toLowerCase()]);
    const { events, newest } = await this.streams.begin(request, caller, expiresAtMs, response);
    return new Representation(events, {
      ...positionHeader(newest),
      'content-type': `${eventStreamType}; charset=utf-8`,
      'cache-control': 'no-store',
      // nginx passes each event on at once.
      'x-accel-buffering': 'no',
    });
  }
}
