import { Injectable } from '@nestjs/common';
import { ConstraintViolation } from '../../../database/database-errors.js';
import { Database, type Queryable } from '../../../database/database.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Actor } from '../auth/actor.js';
import { Clock } from '../clock.js';
import { RuleBroken } from '../errors/notify-problems.js';
import { inviteLifetimeMs } from '../invites/invite-lifetime.js';
import { OrganisationLocks } from '../locks/organisation-locks.repository.js';
import { requireOrganisation } from '../locks/require-organisation.js';
import { archivePrefix } from '../timestamps.js';
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
   * Archives an organisation that nobody works with any more; one that is inactive already stays as it is. Where the
   * stamped name is taken, by a namesake of the same second, the stamp is moved on until it is free.
   * @throws NoResultFound, RuleBroken naming what stands against it
   */
  async archive(organisationId: string, actor: Actor): Promise<void> {
    for (let at = this.clock.now(); ; at = aSecondAfter(at)) {
      try {
        await this.database.transaction((transaction) =>
          this.archiveAs(transaction, organisationId, archivePrefix(at), actor),
        );
        return;
      } catch (error) {
        if (!isNameTaken(error)) throw error;
      }
    }
  }

  private async archiveAs(
    transaction: Queryable,
    organisationId: string,
    prefix: string,
    actor: Actor,
  ): Promise<void> {
    await this.locks.lockDomains(transaction);
    const organisation = requireOrganisation(await this.locks.lock(transaction, [organisationId]));
    const goodSince = new Date(this.clock.now().getTime() - inviteLifetimeMs);
    requireNone(await this.archives.findObstacles(transaction, organisationId, goodSince));
    if (!organisation.active) return;
    const name = await this.archives.archive(transaction, organisationId, prefix);
    await this.audit.record(transaction, actor, {
      entity: 'organisation',
      entityId: organisationId,
      operation: 'archive',
      changes: { active: false, domains: [], email_branding_id: null, letter_branding_id: null, name },
    });
  }
}

function requireNone(obstacles: ArchiveObstacles): void {
  if (obstacles.activeServices) throw new RuleBroken('Cannot archive an organisation with active services');
  if (obstacles.team)
    throw new RuleBroken('Cannot archive an organisation with team members or invited team members');
}

function isNameTaken(error: unknown): boolean {
  return error instanceof ConstraintViolation && error.constraint === 'organisation_name_key';
}

function aSecondAfter(at: Date): Date {
  return new Date(at.getTime() + 1_000);
}
