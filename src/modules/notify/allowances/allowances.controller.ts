import { Body, Controller, Get, Post } from '@nestjs/common';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { type Actor, CurrentActor } from '../auth/actor.js';
import { NeedsScope } from '../auth/needs-scope.decorator.js';
import { Creates, NotifyApi, Reads } from '../notify-api.decorator.js';
import { idSegment } from '../notify-paths.js';
import { PathId, QueryText } from '../validation/parameters.js';
import { AllowanceRequest } from './allowance.dto.js';
import { AllowanceResponse } from './allowance.response.dto.js';
import { AllowancesService } from './allowances.service.js';

/** Free allowances of a service. */
@NotifyApi('Allowance and usage')
@Controller(`service/${idSegment('service_id')}/billing/free-sms-fragment-limit`)
export class AllowancesController {
  constructor(private readonly allowances: AllowancesService) {}

  @Get()
  @Operation(
    'getAllowance',
    'Get the free SMS allowance of a service',
    'Returns the allowance of the financial year. If the service has none, the default of its type is stored and returned.',
  )
  @NeedsScope('read')
  @Reads(AllowanceResponse, 'The allowance; where there was none, the default that was set just now')
  get(
    @PathId('service_id') serviceId: string,
    @QueryText('financial_year_start', 'From 2016 to the current financial year, which it is if left out')
    year: string | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<AllowanceResponse> {
    return this.allowances.get(serviceId, year, actor);
  }

  @Post()
  @Operation(
    'setAllowance',
    'Set the free SMS allowance of a service',
    'Sets the allowance of the current financial year. The operation never changes an earlier year.',
  )
  @NeedsScope('write')
  @Creates(AllowanceResponse, 'The allowance as it is now')
  set(
    @PathId('service_id') serviceId: string,
    @Body() request: AllowanceRequest,
    @CurrentActor() actor: Actor,
  ): Promise<AllowanceResponse> {
    return this.allowances.setCustom(serviceId, request, actor);
  }
}
