import { Body, Controller, Post } from '@nestjs/common';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { type Actor, CurrentActor } from '../auth/actor.js';
import { NeedsScope } from '../auth/needs-scope.decorator.js';
import { Creates, NotifyApi } from '../notify-api.decorator.js';
import { idSegment } from '../notify-paths.js';
import { PathId } from '../validation/parameters.js';
import { UsageFactRequest } from './usage-fact.dto.js';
import { UsageFactResponse } from './usage-fact.response.dto.js';
import { UsageFactsService } from './usage-facts.service.js';

/** Usage facts of services. */
@NotifyApi('Allowance and usage')
@Controller(`service/${idSegment('service_id')}/billing/usage`)
export class UsageFactsController {
  constructor(private readonly facts: UsageFactsService) {}

  @Post()
  @Operation(
    'putUsageFact',
    'Record what a service sent on a day',
    'Stores the messages of one kind at one rate on one London day. The same day, kind and rate sent again replace the numbers: nothing is counted twice.',
  )
  @NeedsScope('write')
  @Creates(UsageFactResponse, 'The fact as it is kept')
  keep(
    @PathId('service_id') serviceId: string,
    @Body() request: UsageFactRequest,
    @CurrentActor() actor: Actor,
  ): Promise<UsageFactResponse> {
    return this.facts.keep(serviceId, request, actor);
  }
}
