import { Body, Controller, Delete, Get, Post } from '@nestjs/common';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { type Actor, CurrentActor } from '../auth/actor.js';
import { NeedsScope } from '../auth/needs-scope.decorator.js';
import { Answers, Changes, NotifyApi, Reads } from '../notify-api.decorator.js';
import { idSegment } from '../notify-paths.js';
import { PathId } from '../validation/parameters.js';
import { AddedMemberDataResponse, MembersResponse } from './member.response.dto.js';
import { MembersService } from './members.service.js';
import { PermissionsRequest } from './permissions.dto.js';

/** The members of an organisation. */
@NotifyApi('Organisation users')
@Controller(`organisation/${idSegment('organisation_id')}/users`)
export class MembersController {
  constructor(private readonly members: MembersService) {}

  @Get()
  @Operation(
    'listMembers',
    'List the users of an organisation',
    'Returns the active members of the organisation, the oldest account first. Archived users are never in the list.',
  )
  @NeedsScope('read')
  @Reads(MembersResponse, 'The users, the oldest account first')
  list(@PathId('organisation_id') organisationId: string): Promise<MembersResponse> {
    return this.members.list(organisationId);
  }

  @Post(idSegment('user_id'))
  @Operation(
    'addMember',
    'Add a user to an organisation',
    'Makes the user a member, and adds the permissions to those that they have. The operation never takes a permission away.',
  )
  @NeedsScope('write')
  @Answers(AddedMemberDataResponse, 'The member as they are now')
  add(
    @PathId('organisation_id') organisationId: string,
    @PathId('user_id') userId: string,
    @Body() request: PermissionsRequest,
    @CurrentActor() actor: Actor,
  ): Promise<AddedMemberDataResponse> {
    return this.members.add(organisationId, userId, request, actor);
  }

  @Delete(idSegment('user_id'))
  @Operation(
    'removeMember',
    'Remove a user from an organisation',
    'Ends the membership of the user, and removes their permissions in the organisation. The user keeps their account and their services. `addMember` puts them back.',
  )
  @NeedsScope('write')
  @Changes('The user is no member any more')
  remove(
    @PathId('organisation_id') organisationId: string,
    @PathId('user_id') userId: string,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.members.remove(organisationId, userId, actor);
  }
}
