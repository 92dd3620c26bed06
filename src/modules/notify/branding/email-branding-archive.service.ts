import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { archiveUnderFreeName } from '../archive-under-free-name.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Actor } from '../auth/actor.js';
import { Clock } from '../clock.js';
import { NoResultFound, RuleBroken } from '../errors/notify-problems.js';
import { BrandingPoolsRepository } from '../pools/branding-pools.repository.js';
import type { BrandingUsesResponse } from './branding-uses.response.dto.js';
import { toBrandingUsesResponse } from './branding-uses.mapper.js';
import { EmailBrandingUsesRepository } from './email-branding-uses.repository.js';
import { EmailBrandingsRepository } from './email-brandings.repository.js';

/** Takes e-mail brandings out of use, and says who uses them (contract section 4). */
@Injectable()
export class EmailBrandingArchiveService {
  constructor(
    private readonly database: Database,
    private readonly brandings: EmailBrandingsRepository,
    private readonly uses: EmailBrandingUsesRepository,
    private readonly pools: BrandingPoolsRepository,
    private readonly audit: AuditRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws NoResultFound */
  async listUses(id: string): Promise<BrandingUsesResponse> {
    if ((await this.brandings.find(id)) === undefined) throw new NoResultFound();
    return this.readUses(this.database, id);
  }

  /**
   * Takes a branding that nobody uses out of all pools, and its name away from it. One that is archived already stays as
   * it is. Nobody can begin to use it on the way: its row is locked, and the database refuses archived ones.
   * @throws NoResultFound, RuleBroken where it is in use
   */
  async archive(id: string, actor: Actor): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const branding = await this.brandings.lock(transaction, id);
      if (branding === undefined) throw new NoResultFound();
      if (!branding.active) return;
      const { organisations, services } = (await this.readUses(transaction, id)).data;
      if (organisations.length + services.length > 0)
        throw new RuleBroken("Email branding is in use and so it can't be archived.");
      const poolsLeft = await this.pools.removeEverywhere(transaction, 'email', id);
      const name = await archiveUnderFreeName(
        transaction,
        this.clock.now(),
        ['email_branding_name_key'],
        (prefix) => this.brandings.archive(transaction, id, prefix + branding.name),
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
    return toBrandingUsesResponse(
      await this.uses.listOrganisations(queryable, id),
      await this.uses.listServices(queryable, id),
    );
  }
}
