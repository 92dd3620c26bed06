import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { entityTagOf } from '../../../http/caching/entity-tag.js';
import { checkIfMatch, type IfMatchTerms } from '../../../http/caching/if-match.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Actor } from '../auth/actor.js';
import { NoResultFound, RuleBroken } from '../errors/notify-problems.js';
import { cleanEmailAddress } from '../validation/email-address.js';
import { UserAccountsRepository } from './user-accounts.repository.js';
import type { UserAccountsResponse } from './user-accounts.response.dto.js';
import type { UserCreateRequest, UserDataResponse, UserUpdateRequest } from './user.dto.js';
import type { UserRow } from './user.fields.js';
import { toUserChanges, toUserResponse } from './user.mapper.js';
import { UsersRepository } from './users.repository.js';

/**
 * Reads, creates and changes users (contract section 4). Nobody logs in here: a password is required because clients send
 * one, and is not stored.
 */
@Injectable()
export class UsersService {
  constructor(
    private readonly database: Database,
    private readonly users: UsersRepository,
    private readonly accounts: UserAccountsRepository,
    private readonly audit: AuditRepository,
  ) {}

  /** @throws NoResultFound */
  async get(userId: string): Promise<UserDataResponse> {
    return dataOf(await this.users.find(userId));
  }

  /** Ignores the case of the address. @throws NoResultFound */
  async getByEmailAddress(emailAddress: string): Promise<UserDataResponse> {
    return dataOf(await this.users.findByEmailAddress(cleanEmailAddress(emailAddress)));
  }

  /** @throws NoResultFound */
  async getAccounts(userId: string): Promise<UserAccountsResponse> {
    const accounts = await this.accounts.find(userId);
    if (accounts === null) throw new NoResultFound();
    return accounts;
  }

  /** @throws ConstraintViolation for a taken address, or sms_auth without a mobile number */
  create(request: UserCreateRequest, actor: Actor): Promise<UserDataResponse> {
    const id = randomUUID();
    const user = {
      ...toUserChanges(request),
      mobileNumber: request.mobile_number ?? null,
      authType: request.auth_type ?? 'sms_auth',
      state: request.state ?? 'pending',
      platformAdmin: request.platform_admin ?? false,
    };
    return this.database.transaction(async (transaction) => {
      await this.users.insert(transaction, id, user);
      await this.record(
        transaction,
        id,
        'create',
        {
          auth_type: user.authType,
          email_address: user.emailAddress,
          mobile_number: user.mobileNumber,
          name: user.name,
          platform_admin: user.platformAdmin,
          state: user.state,
        },
        actor,
      );
      return dataOf(await this.users.find(id, transaction));
    });
  }

  /**
   * Changes the fields that are sent.
   * @throws NoResultFound, PreconditionFailed, ConstraintViolation as for `create`
   */
  update(
    userId: string,
    request: UserUpdateRequest,
    actor: Actor,
    ifMatch: string | undefined,
  ): Promise<UserDataResponse> {
    return this.database.transaction(async (transaction) => {
      checkIfMatch(ifMatch, termsOf(await this.lock(transaction, userId)));
      await this.users.update(transaction, userId, toUserChanges(request));
      await this.record(transaction, userId, 'update', { ...request }, actor);
      return dataOf(await this.users.find(userId, transaction));
    });
  }

  /** @throws NoResultFound, PreconditionFailed, RuleBroken if the user is active, ConstraintViolation */
  activate(userId: string, actor: Actor, ifMatch: string | undefined): Promise<UserDataResponse> {
    return this.database.transaction(async (transaction) => {
      const user = await this.lock(transaction, userId);
      if (user.state === 'active') throw new RuleBroken('User already active');
      checkIfMatch(ifMatch, termsOf(user));
      const changes = { state: 'active' } as const;
      await this.users.update(transaction, userId, changes);
      await this.record(transaction, userId, 'activate', changes, actor);
      return dataOf(await this.users.find(userId, transaction));
    });
  }

  private async lock(transaction: Queryable, userId: string): Promise<UserRow> {
    const user = await this.users.lock(transaction, userId);
    if (user === null) throw new NoResultFound();
    return user;
  }

  private record(
    transaction: Queryable,
    userId: string,
    operation: string,
    changes: Readonly<Record<string, unknown>>,
    actor: Actor,
  ): Promise<void> {
    return this.audit.record(transaction, actor, { entity: 'user', entityId: userId, operation, changes });
  }
}

/** @throws NoResultFound */
function dataOf(user: UserRow | null): UserDataResponse {
  if (user === null) throw new NoResultFound();
  return { data: toUserResponse(user) };
}

function termsOf(user: UserRow): IfMatchTerms {
  return { currentTag: entityTagOf(JSON.stringify(dataOf(user))), isRequired: false };
}
