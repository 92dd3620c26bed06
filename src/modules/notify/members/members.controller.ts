import { Body, Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { type Actor, CurrentActor } from '../auth/actor.js';
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
  @ApiOperation({ summary: 'List the active users of an organisation' })
  @Reads(MembersResponse, 'The users, the oldest account first')
  list(@PathId('organisation_id') organisationId: string): Promise<MembersResponse> {
    return this.members.list(organisationId);
  }

  @Post(idSegment('user_id'))
  @ApiOperation({ summary: 'Add a user to an organisation, or give a member more permissions' })
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
  @ApiOperation({ summary: 'Remove a user from an organisation, with their permissions there' })
  @Changes('The user is no member any more')
  remove(
    @PathId('organisation_id') organisationId: string,
    @PathId('user_id') userId: string,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.members.remove(organisationId, userId, actor);
  }
}
