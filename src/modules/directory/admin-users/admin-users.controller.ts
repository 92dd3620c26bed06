import { Body, Controller, Get, Headers, Param, Post, Put, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { entityTagOf } from '../../../http/caching/entity-tag.js';
import { type Author, CurrentAuthor } from '../auth/author.js';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/caller.decorator.js';
import { Requires } from '../auth/requires.decorator.js';
import {
  AmendmentOperation,
  CreationOperation,
  DirectoryApi,
  ReadOperation,
} from '../directory-api.decorator.js';
import { OrganisationPath } from '../organisations/organisation.dto.js';
import {
  AdminUserCreateRequest,
  AdminUserPath,
  AdminUserUpdateRequest,
  AdminUserResponse,
} from './admin-user.dto.js';
import { AdminUsersService } from './admin-users.service.js';

/** The people who may amend an organisation. */
@DirectoryApi('Admin users')
@Controller('organisations/:OrganisationId/adminusers')
export class AdminUsersController {
  constructor(private readonly adminUsers: AdminUsersService) {}

  @Get()
  @ApiOperation({ summary: "List the organisation's administrators" })
  @Requires('read')
  @ReadOperation([AdminUserResponse], 'All admin users of the organisation by address')
  list(@Param() path: OrganisationPath, @CurrentCaller() caller: Caller): Promise<AdminUserResponse[]> {
    return this.adminUsers.list(path.OrganisationId, caller);
  }

  @Get(':UserEmail')
  @ApiOperation({ summary: "Get one of the organisation's administrators" })
  @Requires('read')
  @ReadOperation(AdminUserResponse, 'The admin user')
  get(@Param() path: AdminUserPath, @CurrentCaller() caller: Caller): Promise<AdminUserResponse> {
    return this.adminUsers.get(path.OrganisationId, path.UserEmail, caller);
  }

  @Put(':UserEmail')
  @ApiOperation({ summary: "Enable or disable one of the organisation's administrators" })
  @Requires('write')
  @AmendmentOperation(AdminUserResponse, 'The admin user as they are now')
  async replace(
    @Param() path: AdminUserPath,
    @Body() update: AdminUserUpdateRequest,
    @CurrentAuthor() author: Author,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AdminUserResponse> {
    const { OrganisationId, UserEmail } = path;
    const adminUser = await this.adminUsers.replace(
      OrganisationId,
      UserEmail,
      update.Status,
      author,
      ifMatch,
    );
    reply.header('etag', entityTagOf(JSON.stringify(adminUser)));
    return adminUser;
  }

  @Post()
  @ApiOperation({ summary: 'Add an administrator to the organisation' })
  @Requires('write')
  @CreationOperation(AdminUserResponse, 'The new admin user')
  async create(
    @Param() path: OrganisationPath,
    @Body() creation: AdminUserCreateRequest,
    @CurrentAuthor() author: Author,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AdminUserResponse> {
    const adminUser = await this.adminUsers.create(path.OrganisationId, creation.UserEmail, author);
    reply
      .header('etag', entityTagOf(JSON.stringify(adminUser)))
      .header('location', locationOf(path.OrganisationId, adminUser.UserEmail));
    return adminUser;
  }
}

function locationOf(organisationId: string, userEmail: string): string {
  return `/organisations/${encodeURIComponent(organisationId)}/adminusers/${encodeURIComponent(userEmail)}`;
}
