import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Actor } from '../auth/actor.js';
import type { BrandingChannel, BrandingKind } from '../branding/branding-kind.js';
import { NoResultFound, RuleBroken } from '../errors/notify-problems.js';
import { type LockedOrganisation, OrganisationLocks } from '../locks/organisation-locks.repository.js';
import { requireActive, requireOrganisation } from '../locks/require-organisation.js';
import { BrandingPoolsRepository } from './branding-pools.repository.js';

/** Lists and changes the brandings that an organisation offers its services (contract section 1.13). */
@Injectable()
export class BrandingPoolsService {
  constructor(
    private readonly database: Database,
    private readonly pools: BrandingPoolsRepository,
    private readonly locks: OrganisationLocks,
    private readonly audit: AuditRepository,
  ) {}

  /** @throws NoResultFound */
  async list<Response extends object>(
    kind: BrandingKind<Response>,
    organisationId: string,
  ): Promise<Response[]> {
    if (!(await this.pools.isOrganisation(organisationId))) throw new NoResultFound();
    return (await this.pools.list(kind, organisationId)).map(kind.toResponse);
  }

  /**
   * Adds all brandings or none. Brandings that the pool has already are not recorded in the audit.
   * @throws NoResultFound, RuleBroken if the organisation is archived, ConstraintViolation if a branding does not exist
   * or is archived
   */
  async add(
    channel: BrandingChannel,
    organisationId: string,
    brandingIds: readonly string[],
    actor: Actor,
  ): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const organisation = requireOrganisation(await this.locks.lock(transaction, [organisationId]));
      requireActive(organisation, 'add branding to');
      const added = await this.pools.add(transaction, channel, organisationId, brandingIds);
      if (added.length === 0) return;
      await this.audit.record(transaction, actor, {
        entity: 'organisation',
        entityId: organisationId,
        operation: `add-to-${channel}-branding-pool`,
        changes: { branding_ids: added.sort() },
      });
    });
  }

  /** @throws NoResultFound, RuleBroken if it is the organisation's default */
  async remove(
    channel: BrandingChannel,
    organisationId: string,
    brandingId: string,
    actor: Actor,
  ): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const organisation = requireOrganisation(await this.locks.lock(transaction, [organisationId]));
      if (!(await this.pools.remove(transaction, channel, organisationId, brandingId)))
        throw new NoResultFound(
          `${title(channel)} branding ${brandingId} not in ${organisation.name}'s pool`,
        );
      if (defaultOf(organisation, channel) === brandingId)
        throw new RuleBroken(`You cannot remove an organisation's default ${channel} branding`);
      await this.audit.record(transaction, actor, {
        entity: 'organisation',
        entityId: organisationId,
        operation: `remove-from-${channel}-branding-pool`,
        changes: { branding_id: brandingId },
      });
    });
  }
}

function title(channel: BrandingChannel): string {
  return channel === 'email' ? 'Email' : 'Letter';
}

function defaultOf(organisation: LockedOrganisation, channel: BrandingChannel): string | null {
  return channel === 'email' ? organisation.emailBrandingId : organisation.letterBrandingId;
}
