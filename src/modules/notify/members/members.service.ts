import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Actor } from '../auth/actor.js';
import { NoResultFound } from '../errors/notify-problems.js';
import { OrganisationLocks } from '../locks/organisation-locks.repository.js';
import { requireActive, requireOrganisation } from '../locks/require-organisation.js';
import { UsersRepository } from '../users/users.repository.js';
import { toAddedMemberResponse, toMemberResponse, toPermissions } from './member.mapper.js';
import type { AddedMemberDataResponse, MembersResponse } from './member.response.dto.js';
import { MembersRepository } from './members.repository.js';
import type { PermissionsRequest } from './permissions.dto.js';

/** Members of organisations and their permissions (contract sections 1.10 and 1.11). */
@Injectable()
export class MembersService {
  constructor(
    private readonly database: Database,
    private readonly members: MembersRepository,
    private readonly users: UsersRepository,
    private readonly locks: OrganisationLocks,
    private readonly audit: AuditRepository,
  ) {}

  /** Returns the active members, oldest account first. @throws NoResultFound */
  async list(organisationId: string): Promise<MembersResponse> {
    const users = await this.members.listActive(organisationId);
    if (users === null) throw new NoResultFound();
    return { data: users.map((user) => toMemberResponse(user, organisationId)) };
  }

  /**
   * Adds a user of any state as a member, and adds these permissions to those that they have there.
   * @throws NoResultFound, RuleBroken for an archived organisation
   */
  add(
    organisationId: string,
    userId: string,
    request: PermissionsRequest,
    actor: Actor,
  ): Promise<AddedMemberDataResponse> {
    const permissions = toPermissions(request);
    return this.database.transaction(async (transaction) => {
      const organisation = requireOrganisation(await this.locks.lock(transaction, [organisationId]));
      requireActive(organisation, 'add users to');
      await this.lockUser(transaction, userId);
      const isNew = await this.members.add(transaction, organisationId, userId);
      const hasMore = await this.members.addPermissions(transaction, organisationId, userId, permissions);
      if (isNew || hasMore)
        await this.record(transaction, organisationId, 'add-user', { permissions, user_id: userId }, actor);
      const user = await this.users.find(userId, transaction);
      if (user === null) throw new NoResultFound();
      return { data: toAddedMemberResponse(user, organisationId) };
    });
  }

  /** Removes a member and their permissions. @throws NoResultFound, with another text if the user is not a member */
  remove(organisationId: string, userId: string, actor: Actor): Promise<void> {
    return this.database.transaction(async (transaction) => {
      requireOrganisation(await this.locks.lock(transaction, [organisationId]));
      await this.lockUser(transaction, userId);
      if (!(await this.members.remove(transaction, organisationId, userId)))
        throw new NoResultFound('User not found');
      await this.record(transaction, organisationId, 'remove-user', { user_id: userId }, actor);
    });
  }

  /**
   * Replaces a user's permissions in an organisation. They need not be a member (contract section 4).
   * @throws NoResultFound
   */
  replacePermissions(
    organisationId: string,
    userId: string,
    request: PermissionsRequest,
    actor: Actor,
  ): Promise<void> {
    const permissions = toPermissions(request);
    return this.database.transaction(async (transaction) => {
      requireOrganisation(await this.locks.lock(transaction, [organisationId]));
      await this.lockUser(transaction, userId);
      const hasLess = await this.members.keepPermissions(transaction, organisationId, userId, permissions);
      const hasMore = await this.members.addPermissions(transaction, organisationId, userId, permissions);
      if (hasLess || hasMore)
        await this.record(
          transaction,
          organisationId,
          'set-user-permissions',
          { permissions, user_id: userId },
          actor,
        );
    });
  }

  private async lockUser(transaction: Queryable, userId: string): Promise<void> {
    if ((await this.users.lock(transaction, userId)) === null) throw new NoResultFound();
  }

  private record(
    transaction: Queryable,
    organisationId: string,
    operation: string,
    changes: Readonly<Record<string, unknown>>,
    actor: Actor,
  ): Promise<void> {
    return this.audit.record(transaction, actor, {
      entity: 'organisation',
      entityId: organisationId,
      operation,
      changes,
    });
  }
}
