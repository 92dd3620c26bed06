import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import { archiveUnderFreeName } from '../archive-under-free-name.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Actor } from '../auth/actor.js';
import { Clock } from '../clock.js';
import { NoResultFound } from '../errors/notify-problems.js';
import { OrganisationLocks } from '../locks/organisation-locks.repository.js';
import { UserArchiveRepository } from './user-archive.repository.js';
import { UsersRepository } from './users.repository.js';

/** Archives users (contract section 4). */
@Injectable()
export class UserArchiveService {
  constructor(
    private readonly database: Database,
    private readonly users: UsersRepository,
    private readonly archives: UserArchiveRepository,
    private readonly locks: OrganisationLocks,
    private readonly audit: AuditRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Removes a user from all services and organisations and frees their address. An inactive user is not changed.
   * @throws NoResultFound
   */
  archive(userId: string, actor: Actor): Promise<void> {
    return this.database.transaction(async (transaction) => {
      const found = await this.users.find(userId, transaction);
      if (found === null) throw new NoResultFound();
      await this.locks.lock(transaction, Object.keys(found.organisationPermissions));
      await this.archives.lockServices(transaction, userId);
      const user = await this.users.lock(transaction, userId);
      if (user === null || user.state === 'inactive') return;
      const left = await this.archives.leaveEverything(transaction, userId);
      await archiveUnderFreeName(
        transaction,
        this.clock.now(),
        ['user_account_email_address_key'],
        (prefix) => this.archives.deactivate(transaction, userId, prefix + user.emailAddress),
      );
      await this.audit.record(transaction, actor, {
        entity: 'user',
        entityId: userId,
        operation: 'archive',
        changes: { organisations: left.organisationIds, services: left.serviceIds },
      });
    });
  }
}
