import { Body, Controller, Post } from '@nestjs/common';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { type Actor, CurrentActor } from '../auth/actor.js';
import { NeedsScope } from '../auth/needs-scope.decorator.js';
import { Changes, NotifyApi } from '../notify-api.decorator.js';
import { idSegment } from '../notify-paths.js';
import { PathId } from '../validation/parameters.js';
import { MembersService } from './members.service.js';
import { PermissionsRequest } from './permissions.dto.js';

/** Permissions of a user for an organisation. */
@NotifyApi('Users')
@Controller(`user/${idSegment('user_id')}/organisation/${idSegment('organisation_id')}/permissions`)
export class UserPermissionsController {
  constructor(private readonly members: MembersService) {}

  @Post()
  @Operation(
    'replaceUserPermissions',
    'Replace the permissions of a user in an organisation',
    'Gives the user exactly these permissions in the organisation. The operation never makes the user a member.',
  )
  @NeedsScope('write')
  @Changes('The user has exactly these')
  replace(
    @PathId('user_id') userId: string,
    @PathId('organisation_id') organisationId: string,
    @Body() request: PermissionsRequest,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.members.replacePermissions(organisationId, userId, request, actor);
  }
}
