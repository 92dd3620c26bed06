import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { ErrorAnswer } from '../errors/error.response.dto.js';
import { StatusResponse } from './status.response.dto.js';
import { StatusService } from './status.service.js';

/** Public, because monitors have no token. */
@ApiTags('Status')
@Controller('_status')
export class StatusController {
  constructor(private readonly status: StatusService) {}

  @Get()
  @Operation(
    'getStatus',
    'Get the status of the service',
    'Returns 200 while the service and its database work. The body names the last migration of the database.',
  )
  @ApiOperation({ security: [] })
  @ApiOkResponse({ type: StatusResponse, description: 'The service and its database work' })
  @ErrorAnswer(400, 'The request is not valid HTTP/1.1, for example without `Host`')
  @ErrorAnswer(502, 'The database is unreachable')
  @ErrorAnswer(503, 'The service is overloaded')
  @ErrorAnswer(504, 'The database did not answer in time')
  get(): Promise<StatusResponse> {
    return this.status.get();
  }
}
