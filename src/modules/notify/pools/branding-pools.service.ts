import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Actor } from '../auth/actor.js';
import { toEmailBrandingResponse } from '../branding/email-branding.mapper.js';
import { toLetterBrandingResponse } from '../branding/letter-branding.mapper.js';
import { NoResultFound, RuleBroken } from '../errors/notify-problems.js';
import { type LockedOrganisation, OrganisationLocks } from '../locks/organisation-locks.repository.js';
import { requireActive, requireOrganisation } from '../locks/require-organisation.js';
import type { EmailBrandingPoolResponse, LetterBrandingPoolResponse } from './branding-pool.response.dto.js';
import { type BrandingChannel, BrandingPoolsRepository } from './branding-pools.repository.js';

/** What may be done with the brandings that an organisation offers its services (contract section 1.13). */
@Injectable()
export class BrandingPoolsService {
  constructor(
    private readonly database: Database,
    private readonly pools: BrandingPoolsRepository,
    private readonly locks: OrganisationLocks,
    private readonly audit: AuditRepository,
  ) {}

  /** @throws NoResultFound */
  async listEmail(organisationId: string): Promise<EmailBrandingPoolResponse> {
    await this.requireOrganisation(organisationId);
    return { data: (await this.pools.listEmail(organisationId)).map(toEmailBrandingResponse) };
  }

  /** @throws NoResultFound */
  async listLetter(organisationId: string): Promise<LetterBrandingPoolResponse> {
    await this.requireOrganisation(organisationId);
    return { data: (await this.pools.listLetter(organisationId)).map(toLetterBrandingResponse) };
  }

  /**
   * Adds all of the brandings, or none. What is there already is no change and leaves no trace.
   * @throws NoResultFound, RuleBroken where the organisation is archived, ConstraintViolation where a branding does not
   * exist or is archived
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

  /** @throws NoResultFound, RuleBroken where it is the organisation's default */
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

  private async requireOrganisation(id: string): Promise<void> {
    if (!(await this.pools.isOrganisation(id))) throw new NoResultFound();
  }
}

function title(channel: BrandingChannel): string {
  return channel === 'email' ? 'Email' : 'Letter';
}

function defaultOf(organisation: LockedOrganisation, channel: BrandingChannel): string | null {
  return channel === 'email' ? organisation.emailBrandingId : organisation.letterBrandingId;
}
