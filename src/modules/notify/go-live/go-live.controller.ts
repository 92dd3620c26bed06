import { Body, Controller, Post } from '@nestjs/common';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { type Actor, CurrentActor } from '../auth/actor.js';
import { NeedsScope } from '../auth/needs-scope.decorator.js';
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
  @Operation(
    'notifyUsersOfRequestToGoLive',
    'Notify the approvers of a request to go live',
    'Queues an e-mail to each member who may make services live, and a receipt to the user who asked. The service stays in trial: the operation never makes a service live.',
  )
  @NeedsScope('mail')
  @Changes('The mails will be sent')
  notifyApprovers(@PathId('service_id') serviceId: string, @CurrentActor() actor: Actor): Promise<void> {
    return this.goLive.notifyApprovers(serviceId, actor);
  }

  @Post(`notify-org-member-about-next-steps-of-go-live-request/${idSegment('service_id')}`)
  @Operation(
    'notifyMemberOfNextSteps',
    'Notify a member of the next steps',
    'Queues the e-mail with this text. An address that is not of an active member of the organisation answers 400. A service without an active request to go live answers 400.',
  )
  @NeedsScope('mail')
  @Changes('The mail will be sent')
  notifyOfNextSteps(
    @PathId('service_id') serviceId: string,
    @Body() request: NextStepsRequest,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.goLive.notifyOfNextSteps(serviceId, request, actor);
  }

  @Post(`notify-service-member-of-rejected-go-live-request/${idSegment('service_id')}`)
  @Operation(
    'notifyMemberOfRejection',
    'Notify the requester of a rejection',
    'Queues the e-mail with the reason. A service without an active request to go live answers 400. The operation never changes the service.',
  )
  @NeedsScope('mail')
  @Changes('The mail will be sent')
  notifyOfRejection(
    @PathId('service_id') serviceId: string,
    @Body() request: RejectedRequest,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.goLive.notifyOfRejection(serviceId, request, actor);
  }
}
