import { Body, Controller, Get, Headers, Param, Post, Put } from '@nestjs/common';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { type Representation, taggedRepresentation } from '../../../http/responses/representation.js';
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
  @Operation(
    'listAdminUsers',
    'List the administrators of an organisation',
    'Returns every administrator by email, Active and Inactive. Software clients and other organisations may not read the list.',
  )
  @Requires('read', 'write')
  @ReadOperation([AdminUserResponse], 'All admin users of the organisation by address')
  list(@Param() path: OrganisationPath, @CurrentCaller() caller: Caller): Promise<AdminUserResponse[]> {
    return this.adminUsers.list(path.OrganisationId, caller);
  }

  @Get(':UserEmail')
  @Operation(
    'getAdminUser',
    'Get an administrator of an organisation',
    'Returns the administrator with its `ETag`. The email in the path is compared without regard to case.',
  )
  @Requires('read', 'write')
  @ReadOperation(AdminUserResponse, 'The admin user')
  get(@Param() path: AdminUserPath, @CurrentCaller() caller: Caller): Promise<AdminUserResponse> {
    return this.adminUsers.get(path.OrganisationId, path.UserEmail, caller);
  }

  @Put(':UserEmail')
  @Operation(
    'replaceAdminUser',
    'Enable or disable an administrator of an organisation',
    'Sets the Status. An Inactive administrator loses access at once, whatever their token says. Administrators are never deleted, and a user can not disable themselves.',
  )
  @Requires('write')
  @AmendmentOperation(AdminUserResponse, 'The admin user as they are now')
  async replace(
    @Param() path: AdminUserPath,
    @Body() update: AdminUserUpdateRequest,
    @CurrentAuthor() author: Author,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<Representation<AdminUserResponse>> {
    const { OrganisationId, UserEmail } = path;
    return taggedRepresentation(
      await this.adminUsers.replace(OrganisationId, UserEmail, update.Status, author, ifMatch),
    );
  }

  @Post()
  @Operation(
    'createAdminUser',
    'Add an administrator to an organisation',
    'Adds an Active administrator. An email that is among the administrators already, Inactive ones included, answers 409.',
  )
  @Requires('write')
  @CreationOperation(AdminUserResponse, 'The new admin user')
  async create(
    @Param() path: OrganisationPath,
    @Body() creation: AdminUserCreateRequest,
    @CurrentAuthor() author: Author,
  ): Promise<Representation<AdminUserResponse>> {
    const adminUser = await this.adminUsers.create(path.OrganisationId, creation.UserEmail, author);
    return taggedRepresentation(adminUser, {
      location: locationOf(path.OrganisationId, adminUser.UserEmail),
    });
  }
}

function locationOf(organisationId: string, userEmail: string): string {
  return `/organisations/${encodeURIComponent(organisationId)}/adminusers/${encodeURIComponent(userEmail)}`;
}
