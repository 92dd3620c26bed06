import { Controller, Get } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { NotifyApi, Reads } from '../notify-api.decorator.js';
import { LiveCountsResponse } from './live-counts.response.dto.js';
import { StatusService } from './status.service.js';

/** Counts of live services and organisations. */
@NotifyApi('Status')
@Controller('_status/live-service-and-organisation-counts')
export class LiveCountsController {
  constructor(private readonly status: StatusService) {}

  @Get()
  @ApiOperation({ summary: 'Count the live services and their organisations' })
  @Reads(LiveCountsResponse, 'The counts')
  count(): Promise<LiveCountsResponse> {
    return this.status.countLive();
  }
}
