import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import { archiveUnderFreeName } from '../archive-under-free-name.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Actor } from '../auth/actor.js';
import { Clock } from '../clock.js';
import { RuleBroken } from '../errors/notify-problems.js';
import { inviteLifetimeMs } from '../invites/invite-lifetime.js';
import { OrganisationLocks } from '../locks/organisation-locks.repository.js';
import { requireOrganisation } from '../locks/require-organisation.js';
import { type ArchiveObstacles, OrganisationArchiveRepository } from './organisation-archive.repository.js';

/** Archiving organisations (contract section 1.7). */
@Injectable()
export class OrganisationArchiveService {
  constructor(
    private readonly database: Database,
    private readonly locks: OrganisationLocks,
    private readonly archives: OrganisationArchiveRepository,
    private readonly audit: AuditRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Archives an organisation without active services, members and pending invites. An inactive organisation is not
   * changed.
   * @throws NoResultFound, RuleBroken
   */
  async archive(organisationId: string, actor: Actor): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await this.locks.lockDomains(transaction);
      const organisation = requireOrganisation(await this.locks.lock(transaction, [organisationId]));
      const now = this.clock.now();
      const validSince = new Date(now.getTime() - inviteLifetimeMs);
      requireNone(await this.archives.findObstacles(transaction, organisationId, validSince));
      if (!organisation.active) return;
      const name = await archiveUnderFreeName(transaction, now, ['organisation_name_key'], (prefix) =>
        this.archives.archive(transaction, organisationId, prefix),
      );
      await this.audit.record(transaction, actor, {
        entity: 'organisation',
        entityId: organisationId,
        operation: 'archive',
        changes: { active: false, domains: [], email_branding_id: null, letter_branding_id: null, name },
      });
    });
  }
}

function requireNone(obstacles: ArchiveObstacles): void {
  if (obstacles.activeServices) throw new RuleBroken('Cannot archive an organisation with active services');
  if (obstacles.team)
    throw new RuleBroken('Cannot archive an organisation with team members or invited team members');
}
