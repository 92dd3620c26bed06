import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Actor } from '../auth/actor.js';
import { Clock } from '../clock.js';
import { NoResultFound } from '../errors/notify-problems.js';
import { OrganisationLocks } from '../locks/organisation-locks.repository.js';
import { archivePrefix } from '../timestamps.js';
import { UserArchiveRepository } from './user-archive.repository.js';
import { UsersRepository } from './users.repository.js';

const oneSecondMs = 1_000;

/** How a user leaves for good (contract section 4). */
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
   * The user leaves all services and organisations, and their address is free for somebody else. One who is inactive
   * stays as they are.
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
      await this.deactivate(transaction, userId, user.emailAddress);
      await this.audit.record(transaction, actor, {
        entity: 'user',
        entityId: userId,
        operation: 'archive',
        changes: { organisations: left.organisationIds, services: left.serviceIds },
      });
    });
  }

  /** Two archives of one address in a second would collide: the later one is stamped with a later second. */
  private async deactivate(transaction: Queryable, userId: string, emailAddress: string): Promise<void> {
    for (let at = this.clock.now().getTime(); ; at += oneSecondMs) {
      const archivedAddress = `${archivePrefix(new Date(at))}${emailAddress}`;
      if (await this.archives.deactivate(transaction, userId, archivedAddress)) return;
    }
  }
}
