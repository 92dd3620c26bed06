import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { type Actor, CurrentActor } from '../auth/actor.js';
import { Changes, NotifyApi } from '../notify-api.decorator.js';
import { idSegment } from '../notify-paths.js';
import { PathId } from '../validation/parameters.js';
import { NextStepsRequest, RejectedRequest } from './go-live.dto.js';
import { GoLiveService } from './go-live.service.js';

/** Sends e-mails about requests to go live. */
@NotifyApi('Go live')
@Controller('organisation')
export class GoLiveController {
  constructor(private readonly goLive: GoLiveService) {}

  @Post(`notify-users-of-request-to-go-live/${idSegment('service_id')}`)
  @ApiOperation({ summary: 'Tell those who may make a service live that somebody asks for it' })
  @Changes('The mails will be sent')
  notifyApprovers(@PathId('service_id') serviceId: string, @CurrentActor() actor: Actor): Promise<void> {
    return this.goLive.notifyApprovers(serviceId, actor);
  }

  @Post(`notify-org-member-about-next-steps-of-go-live-request/${idSegment('service_id')}`)
  @ApiOperation({ summary: 'Tell a member of the organisation what comes next' })
  @Changes('The mail will be sent')
  notifyOfNextSteps(
    @PathId('service_id') serviceId: string,
    @Body() request: NextStepsRequest,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.goLive.notifyOfNextSteps(serviceId, request, actor);
  }

  @Post(`notify-service-member-of-rejected-go-live-request/${idSegment('service_id')}`)
  @ApiOperation({ summary: 'Tell who asked for a service to go live that it was rejected' })
  @Changes('The mail will be sent')
  notifyOfRejection(
    @PathId('service_id') serviceId: string,
    @Body() request: RejectedRequest,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.goLive.notifyOfRejection(serviceId, request, actor);
  }
}
