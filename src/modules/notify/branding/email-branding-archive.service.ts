import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { archiveUnderFreeName } from '../archive-under-free-name.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Actor } from '../auth/actor.js';
import { Clock } from '../clock.js';
import { NoResultFound, RuleBroken } from '../errors/notify-problems.js';
import { BrandingPoolsRepository } from '../pools/branding-pools.repository.js';
import type { BrandingUsesResponse } from './branding-uses.response.dto.js';
import { emailBranding } from './branding-kind.js';
import { BrandingsRepository } from './brandings.repository.js';

/** Archives e-mail brandings and lists who uses them (contract section 4). */
@Injectable()
export class EmailBrandingArchiveService {
  constructor(
    private readonly database: Database,
    private readonly brandings: BrandingsRepository,
    private readonly pools: BrandingPoolsRepository,
    private readonly audit: AuditRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws NoResultFound */
  async listUses(id: string): Promise<BrandingUsesResponse> {
    if ((await this.brandings.find(emailBranding, id)) === null) throw new NoResultFound();
    return this.readUses(this.database, id);
  }

  /**
   * Archives a branding that nobody uses and removes it from all pools. An archived branding is not changed. Nobody can
   * start to use it meanwhile: its row is locked, and the database refuses references to archived brandings.
   * @throws NoResultFound, RuleBroken if it is in use
   */
  async archive(id: string, actor: Actor): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const branding = await this.brandings.lock(transaction, emailBranding, id);
      if (branding === null) throw new NoResultFound();
      if (branding.active === false) return;
      const { organisations, services } = (await this.readUses(transaction, id)).data;
      if (organisations.length + services.length > 0)
        throw new RuleBroken("Email branding is in use and so it can't be archived.");
      const poolsLeft = await this.pools.removeEverywhere(transaction, 'email', id);
      const { name } = await archiveUnderFreeName(
        transaction,
        this.clock.now(),
        ['email_branding_name_key'],
        (prefix) =>
          this.brandings.update(transaction, emailBranding, id, {
            active: false,
            name: prefix + branding.name,
          }),
      );
      await this.audit.record(transaction, actor, {
        entity: 'email_branding',
        entityId: id,
        operation: 'archive',
        changes: { name, organisations: poolsLeft },
      });
    });
  }

  private async readUses(queryable: Queryable, id: string): Promise<BrandingUsesResponse> {
    return {
      data: {
        organisations: await this.brandings.listOrganisations(queryable, emailBranding, id),
        services: await this.brandings.listServices(queryable, emailBranding, id),
      },
    };
  }
}
