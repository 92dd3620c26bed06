import { Controller, Get } from '@nestjs/common';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { NeedsScope } from '../auth/needs-scope.decorator.js';
import { NotifyApi, Reads } from '../notify-api.decorator.js';
import { LiveCountsResponse } from './live-counts.response.dto.js';
import { StatusService } from './status.service.js';

/** Counts of live services and organisations. */
@NotifyApi('Status')
@Controller('_status/live-service-and-organisation-counts')
export class LiveCountsController {
  constructor(private readonly status: StatusService) {}

  @Get()
  @Operation(
    'countLive',
    'Count the live services and organisations',
    'Returns the number of active live services that count as live, and of the organisations that have one.',
  )
  @NeedsScope('read')
  @Reads(LiveCountsResponse, 'The counts')
  count(): Promise<LiveCountsResponse> {
    return this.status.countLive();
  }
}
