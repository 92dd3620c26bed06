import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ErrorAnswer } from '../errors/error.response.dto.js';
import { StatusResponse } from './status.response.dto.js';
import { StatusService } from './status.service.js';

/** Public, because monitors have no token. */
@ApiTags('Status')
@Controller('_status')
export class StatusController {
  constructor(private readonly status: StatusService) {}

  @Get()
  @ApiOperation({ summary: 'Whether the service and its database work', security: [] })
  @ApiOkResponse({ type: StatusResponse, description: 'They do' })
  @ErrorAnswer(502, 'The database can not be reached')
  @ErrorAnswer(503, 'Too much to do at the moment; try again after Retry-After')
  @ErrorAnswer(504, 'The database did not answer in time')
  get(): Promise<StatusResponse> {
    return this.status.get();
  }
}
