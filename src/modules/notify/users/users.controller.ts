import { Body, Controller, Get, Headers, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { type Actor, CurrentActor } from '../auth/actor.js';
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
  @ApiOperation({ summary: 'Create a user; the password is checked and kept nowhere' })
  @Creates(UserDataResponse, 'The new user')
  create(@Body() creation: UserCreateRequest, @CurrentActor() actor: Actor): Promise<UserDataResponse> {
    return this.users.create(creation, actor);
  }

  @Post('email')
  @ApiOperation({ summary: 'Find a user by e-mail address' })
  @Answers(UserDataResponse, 'The user')
  getByEmailAddress(@Body() { email }: UserByEmailRequest): Promise<UserDataResponse> {
    return this.users.getByEmailAddress(email);
  }

  @Get(idSegment('user_id'))
  @ApiOperation({ summary: 'Get a user' })
  @Reads(UserDataResponse, 'The user')
  get(@PathId('user_id') userId: string): Promise<UserDataResponse> {
    return this.users.get(userId);
  }

  @Post(idSegment('user_id'))
  @ApiOperation({ summary: 'Change what is sent of a user' })
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
  @ApiOperation({ summary: 'Make a user active' })
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
  @ApiOperation({ summary: 'Archive a user, who leaves all services and organisations' })
  @Changes('The user is archived')
  archive(@PathId('user_id') userId: string, @CurrentActor() actor: Actor): Promise<void> {
    return this.archives.archive(userId, actor);
  }

  @Get(`${idSegment('user_id')}/organisations-and-services`)
  @ApiOperation({ summary: 'Get the active organisations and services of a user' })
  @Reads(UserAccountsResponse, 'What they belong to')
  getAccounts(@PathId('user_id') userId: string): Promise<UserAccountsResponse> {
    return this.users.getAccounts(userId);
  }
}
