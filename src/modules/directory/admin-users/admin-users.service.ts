import { asciiLowerCase } from '../../../fields/ascii-lower-case.js';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/config.js';
import { afterCommit } from '../../../database/after-commit.js';
import { Database, type Queryable } from '../../../database/database.js';
import { entityTagOf } from '../../../http/caching/entity-tag.js';
import { Forbidden, NotFound } from '../../../http/errors/problem.js';
import { checkIfMatch } from '../../../http/caching/if-match.js';
import { SecurityEvents } from '../../../security-events/security-events.js';
import type { Author } from '../auth/author.js';
import type { Caller } from '../auth/caller.js';
import { HistoryRepository } from '../history/history.repository.js';
import { OrganisationAccess } from '../organisations/organisation-access.js';
import type { AdminUserStatus, AdminUserRecord } from './admin-user.fields.js';
import type { AdminUserResponse } from './admin-user.dto.js';
import { adminUserChange, toAdminUserResponse } from './admin-user.mapper.js';
import { AdminUsersRepository } from './admin-users.repository.js';

/** Reads and changes the administrators of an organisation. Addresses are kept with ASCII letters in lower case. */
@Injectable()
export class AdminUsersService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly adminUsers: AdminUsersRepository,
    private readonly access: OrganisationAccess,
    private readonly history: HistoryRepository,
    private readonly events: SecurityEvents,
  ) {}

  /** @throws NotFound for an organisation that the caller may not see, Forbidden for one that they may only see */
  async list(organisationId: string, caller: Caller): Promise<AdminUserResponse[]> {
    await this.access.checkManageable(organisationId, caller);
    return (await this.adminUsers.list(organisationId)).map(toAdminUserResponse);
  }

  /** @throws as `list`, and NotFound for an address that is not among them */
  async get(organisationId: string, address: string, caller: Caller): Promise<AdminUserResponse> {
    await this.access.checkManageable(organisationId, caller);
    const adminUser = await this.adminUsers.find(this.database, organisationId, asciiLowerCase(address));
    if (adminUser === null) throw adminUserNotFound();
    return toAdminUserResponse(adminUser);
  }

  /**
   * Adds an Active administrator with the organisation's history entry.
   * @throws NotFound, Forbidden, ConstraintViolation where the address is among them already
   */
  async create(organisationId: string, address: string, author: Author): Promise<AdminUserResponse> {
    return this.database.transaction(async (transaction) => {
      await this.access.lockWritable(transaction, organisationId, author.caller);
      const after: AdminUserRecord = { userEmail: asciiLowerCase(address), status: 'Active' };
      await this.adminUsers.insert(transaction, organisationId, after);
      await this.record(transaction, organisationId, null, after, author);
      return toAdminUserResponse(after);
    });
  }

  /**
   * Enables or disables an administrator with the organisation's history entry; a request that changes nothing leaves
   * none.
   * @throws NotFound, Forbidden (also for an administrator who would disable themselves), PreconditionFailed,
   * PreconditionRequired
   */
  async replace(
    organisationId: string,
    address: string,
    status: AdminUserStatus,
    author: Author,
    ifMatch: string | undefined,
  ): Promise<AdminUserResponse> {
    const userEmail = asciiLowerCase(address);
    return this.database.transaction(async (transaction) => {
      await this.access.lockWritable(transaction, organisationId, author.caller);
      const before = await this.adminUsers.find(transaction, organisationId, userEmail);
      if (before === null) throw adminUserNotFound();
      checkSelfDisabling(userEmail, status, author.caller);
      checkIfMatch(ifMatch, {
        currentTag: entityTagOf(JSON.stringify(toAdminUserResponse(before))),
        isRequired: this.config.requireIfMatch,
      });
      const after: AdminUserRecord = { userEmail, status };
      if (before.status !== status) {
        await this.adminUsers.setStatus(transaction, organisationId, userEmail, status);
        await this.record(transaction, organisationId, before, after, author);
      }
      return toAdminUserResponse(after);
    });
  }

  private async record(
    transaction: Queryable,
    organisationId: string,
    before: AdminUserRecord | null,
    after: AdminUserRecord,
    author: Author,
  ): Promise<void> {
    await this.history.appendNext(transaction, 'organisation', organisationId, {
      operation: 'AdminUser',
      changes: [adminUserChange(before, after)],
      ...author.signature,
    });
    afterCommit(transaction, () => {
      this.events.record(before === null ? 'admin_user.added' : 'admin_user.changed', author.origin, {
        organisationId,
        adminUser: this.events.hash.of(after.userEmail),
        before: before?.status ?? null,
        after: after.status,
      });
    });
  }
}

function adminUserNotFound(): NotFound {
  return new NotFound(
    'UserEmail names no admin user of this organisation. GET /organisations/{OrganisationId}/adminusers lists them.',
  );
}

/** An organisation must not lose its last administrator by a slip; operators may take anybody away. */
function checkSelfDisabling(userEmail: string, status: AdminUserStatus, caller: Caller): void {
  if (status === 'Inactive' && userEmail === caller.userEmail && !caller.isOperator) {
    throw new Forbidden(
      'An administrator may not disable themselves. Ask another administrator or an operator of the directory.',
    );
  }
}
