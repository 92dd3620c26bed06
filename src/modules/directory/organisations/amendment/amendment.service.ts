import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../../../../config/config.module.js';
import type { Config } from '../../../../config/config.js';
import { Database, type Queryable } from '../../../../database/database.js';
import type { Author } from '../../auth/author.js';
import { type Amended, toAmended } from '../amended.js';
import type { OrganisationUpdateRequest } from '../organisation.dto.js';
import { toAmendableFields } from '../organisation.mapper.js';
import type { Amendment } from './amendment.js';
import { AmendmentRepository } from './amendment.repository.js';
import { decideAmendment } from './decide-amendment.js';

/** So often an amendment is tried without locks, */
const freeAttempts = 3;
/** and then so often with them, where the first always succeeds unless a flag comes into being under its eyes. */
const lockedAttempts = 3;

/**
 * Amends organisations in two statements: one reads all that the amendment is decided on, one writes all of it, provided
 * that it still is as it was read. Every change of an organisation, of the flags on it or of its administrators counts its
 * revision on, so the same revision means the same ground; the named flags are held to the versions that were read. Half
 * the time of the same in a transaction with locks (docs/performance.md), which is kept for an organisation that many
 * amend at once.
 */
@Injectable()
export class AmendmentService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly amendments: AmendmentRepository,
  ) {}

  /**
   * Replaces the whole record, defaults included, together with its history entry. Flags above the caller's clearance
   * stay as they are. A request that changes nothing leaves no entry.
   * @throws Invalid for a flag that can't be assigned, NotFound, Forbidden, PreconditionFailed, PreconditionRequired
   */
  async replace(
    organisationId: string,
    request: OrganisationUpdateRequest,
    author: Author,
    ifMatch: string | undefined,
  ): Promise<Amended> {
    const fields = toAmendableFields(request, 'Pending');
    const amendment = { organisationId, request, fields, flagIds: request.Flags ?? [], author, ifMatch };
    for (let attempt = 0; attempt < freeAttempts + lockedAttempts; attempt++) {
      const amended = await (attempt < freeAttempts
        ? this.attempt(amendment)
        : this.attemptLocked(amendment));
      if (amended !== null) return amended;
    }
    throw new Error('an organisation changed while it was locked');
  }

  /** Null where somebody else has changed what was read before it could be written. */
  private async attempt(amendment: Amendment, transaction?: Queryable): Promise<Amended | null> {
    const ground = await this.amendments.read(amendment, transaction);
    const decision = decideAmendment(amendment, ground, this.config.requireIfMatch);
    const isMade =
      decision.changes.length === 0 ||
      (await this.amendments.write(amendment, ground, decision, transaction));
    if (!isMade) return null;
    const { request, author } = amendment;
    return toAmended(request, decision.before, decision.after, ground.relations, author.caller);
  }

  private attemptLocked(amendment: Amendment): Promise<Amended | null> {
    return this.database.transaction(async (transaction) => {
      await this.amendments.lock(transaction, amendment);
      return this.attempt(amendment, transaction);
    });
  }
}
