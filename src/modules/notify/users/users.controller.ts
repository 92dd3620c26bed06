import { Body, Controller, Get, Headers, Post } from '@nestjs/common';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { type Actor, CurrentActor } from '../auth/actor.js';
import { NeedsScope } from '../auth/needs-scope.decorator.js';
import { Answers, Changes, Creates, Guarded, NotifyApi, Reads } from '../notify-api.decorator.js';
import { idSegment } from '../notify-paths.js';
import { PathId } from '../validation/parameters.js';
import { UserArchiveService } from './user-archive.service.js';
import { UserAccountsResponse } from './user-accounts.response.dto.js';
import { UserByEmailRequest, UserCreateRequest, UserDataResponse, UserUpdateRequest } from './user.dto.js';
import { UsersService } from './users.service.js';

/** The users of Notify. */
@NotifyApi('Users')
@Controller('user')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly archives: UserArchiveService,
  ) {}

  @Post()
  @Operation(
    'createUser',
    'Create a user',
    'Creates a user. The password is checked against the rules and never stored, because nobody signs in here. An e-mail address that is taken answers 400.',
  )
  @NeedsScope('write')
  @Creates(UserDataResponse, 'The new user')
  create(@Body() creation: UserCreateRequest, @CurrentActor() actor: Actor): Promise<UserDataResponse> {
    return this.users.create(creation, actor);
  }

  @Post('email')
  @Operation(
    'findUserByEmail',
    'Find a user by e-mail address',
    'Returns the user with this address, without regard to case. The operation changes nothing.',
  )
  @NeedsScope('read')
  @Answers(UserDataResponse, 'The user')
  getByEmailAddress(@Body() { email }: UserByEmailRequest): Promise<UserDataResponse> {
    return this.users.getByEmailAddress(email);
  }

  @Get(idSegment('user_id'))
  @Operation('getUser', 'Get a user', 'Returns the user with their organisations, services and permissions.')
  @NeedsScope('read')
  @Reads(UserDataResponse, 'The user')
  get(@PathId('user_id') userId: string): Promise<UserDataResponse> {
    return this.users.get(userId);
  }

  @Post(idSegment('user_id'))
  @Operation(
    'updateUser',
    'Update a user',
    'Changes the fields that the body names. `state` and `platform_admin` can not be changed.',
  )
  @NeedsScope('write')
  @Answers(UserDataResponse, 'The user as they are now')
  @Guarded()
  update(
    @PathId('user_id') userId: string,
    @Body() update: UserUpdateRequest,
    @CurrentActor() actor: Actor,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<UserDataResponse> {
    return this.users.update(userId, update, actor, ifMatch);
  }

  @Post(`${idSegment('user_id')}/activate`)
  @Operation(
    'activateUser',
    'Activate a user',
    'Makes a pending user active. An active user answers 400; each user of the sample is active, so create a user first. The operation never restores an archived user.',
  )
  @NeedsScope('write')
  @Answers(UserDataResponse, 'The user as they are now')
  @Guarded()
  activate(
    @PathId('user_id') userId: string,
    @CurrentActor() actor: Actor,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<UserDataResponse> {
    return this.users.activate(userId, actor, ifMatch);
  }

  @Post(`${idSegment('user_id')}/archive`)
  @Operation(
    'archiveUser',
    'Archive a user',
    'Makes the user inactive, replaces their e-mail address, and removes them from all services and organisations. An archived user stays as they are, and the operation can not be undone.',
  )
  @NeedsScope('write')
  @Changes('The user is archived')
  archive(@PathId('user_id') userId: string, @CurrentActor() actor: Actor): Promise<void> {
    return this.archives.archive(userId, actor);
  }

  @Get(`${idSegment('user_id')}/organisations-and-services`)
  @Operation(
    'getUserAccounts',
    'Get the organisations and services of a user',
    'Returns the active organisations and services that the user belongs to.',
  )
  @NeedsScope('read')
  @Reads(UserAccountsResponse, 'What they belong to')
  getAccounts(@PathId('user_id') userId: string): Promise<UserAccountsResponse> {
    return this.users.getAccounts(userId);
  }
}
