import { Body, Controller, Get, Headers, Post } from '@nestjs/common';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { type Actor, CurrentActor } from '../auth/actor.js';
import { NeedsScope } from '../auth/needs-scope.decorator.js';
import { Answers, Creates, Guarded, NotifyApi, Reads } from '../notify-api.decorator.js';
import { idSegment } from '../notify-paths.js';
import { PathId } from '../validation/parameters.js';
import { InviteRequest, InviteUpdateRequest } from './invite.dto.js';
import { InviteDataResponse, InvitesResponse } from './invite.response.dto.js';
import { InvitesService } from './invites.service.js';

/** Invites, for the organisation. */
@NotifyApi('Invites')
@Controller(`organisation/${idSegment('organisation_id')}/invite`)
export class InvitesController {
  constructor(private readonly invites: InvitesService) {}

  @Get()
  @Operation(
    'listInvites',
    'List the invites of an organisation',
    'Returns all invites, the oldest first: pending, accepted and cancelled.',
  )
  @NeedsScope('read')
  @Reads(InvitesResponse, 'The invites, the oldest first')
  list(@PathId('organisation_id') organisationId: string): Promise<InvitesResponse> {
    return this.invites.list(organisationId);
  }

  @Post()
  @Operation(
    'createInvite',
    'Invite somebody to an organisation',
    'Creates an invite and queues the e-mail with its link, which is valid for two days. The operation never creates a user or a member.',
  )
  @NeedsScope('mail')
  @Creates(InviteDataResponse, 'The new invite')
  create(
    @PathId('organisation_id') organisationId: string,
    @Body() invite: InviteRequest,
    @CurrentActor() actor: Actor,
  ): Promise<InviteDataResponse> {
    return this.invites.create(organisationId, invite, actor);
  }

  @Get(idSegment('invite_id'))
  @Operation(
    'getInvite',
    'Get an invite of an organisation',
    'Returns the invite. An invite of another organisation answers 404.',
  )
  @NeedsScope('read')
  @Reads(InviteDataResponse, 'The invite')
  get(
    @PathId('organisation_id') organisationId: string,
    @PathId('invite_id') inviteId: string,
  ): Promise<InviteDataResponse> {
    return this.invites.get(organisationId, inviteId);
  }

  @Post(idSegment('invite_id'))
  @Operation(
    'updateInvite',
    'Set the status of an invite',
    'Accepts or cancels a pending invite. An accepted or cancelled invite stays so; another status answers 400. Accepting an invite adds nobody to the organisation; `addMember` does.',
  )
  @NeedsScope('write')
  @Answers(InviteDataResponse, 'The invite as it is now')
  @Guarded()
  update(
    @PathId('organisation_id') organisationId: string,
    @PathId('invite_id') inviteId: string,
    @Body() update: InviteUpdateRequest,
    @CurrentActor() actor: Actor,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<InviteDataResponse> {
    return this.invites.update(organisationId, inviteId, update, actor, ifMatch);
  }
}
