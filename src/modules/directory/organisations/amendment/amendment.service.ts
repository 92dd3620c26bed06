import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../../../../config/config.module.js';
import type { Config } from '../../../../config/config.js';
import { afterCommit } from '../../../../database/after-commit.js';
import { Database, type Queryable } from '../../../../database/database.js';
import { SecurityEvents } from '../../../../security-events/security-events.js';
import type { Author } from '../../auth/author.js';
import { type Amended, toAmended } from '../amended.js';
import { recordOrganisationChange } from '../organisation-events.js';
import type { OrganisationPatchRequest, OrganisationUpdateRequest } from '../organisation.dto.js';
import { toPatch, toReplacement } from '../organisation.mapper.js';
import type { Amendment } from './amendment.js';
import { AmendmentRepository } from './amendment.repository.js';
import { decideAmendment } from './decide-amendment.js';

/** Optimistic attempts before locking. */
const optimisticAttempts = 3;
/** Attempts with locks; the first succeeds unless a named flag is created concurrently. */
const lockedAttempts = 3;

/**
 * Amends organisations optimistically: one statement reads the snapshot, one writes the amendment if the snapshot is
 * still current. Every change of an organisation, its flags or its administrators, by this service or not, writes a new
 * version of its row, so equal versions of the row and of the named flags mean an equal snapshot. This takes half the time of a transaction with
 * locks (docs/operations/performance.md), which remains for an organisation under concurrent amendments.
 */
@Injectable()
export class AmendmentService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly amendments: AmendmentRepository,
    private readonly events: SecurityEvents,
  ) {}

  /**
   * Replaces the whole record, defaults included, together with its history entry. Flags above the caller's clearance
   * stay as they are. A request that changes nothing leaves no entry.
   * @throws Invalid for a flag that can't be assigned or another CreatedOn, NotFound, Forbidden, PreconditionFailed,
   * PreconditionRequired
   */
  replace(
    organisationId: string,
    request: OrganisationUpdateRequest,
    author: Author,
    ifMatch: string | undefined,
  ): Promise<Amended> {
    return this.amend({ ...toReplacement(request), organisationId, author, ifMatch });
  }

  /**
   * Sets the fields that the request carries, as `replace` does. Each attempt merges them into the state that it read,
   * so concurrent patches of different fields all survive.
   */
  patch(
    organisationId: string,
    request: OrganisationPatchRequest,
    author: Author,
    ifMatch: string | undefined,
  ): Promise<Amended> {
    return this.amend({ ...toPatch(request), organisationId, author, ifMatch });
  }

  private async amend(amendment: Amendment): Promise<Amended> {
    for (let attempt = 0; attempt < optimisticAttempts + lockedAttempts; attempt++) {
      const amended = await (attempt < optimisticAttempts
        ? this.attempt(amendment)
        : this.attemptLocked(amendment));
      if (amended !== null) return amended;
    }
    throw new Error('an organisation changed while it was locked');
  }

  /** Returns null if the snapshot changed before the write. */
  private async attempt(amendment: Amendment, transaction?: Queryable): Promise<Amended | null> {
    const snapshot = await this.amendments.read(amendment, transaction);
    const decision = decideAmendment(amendment, snapshot, this.config.requireIfMatch);
    const isMade =
      decision.changes.length === 0 ||
      (await this.amendments.write(amendment, snapshot, decision, transaction));
    if (!isMade) return null;
    const { ground, author } = amendment;
    const record = (): void => {
      recordOrganisationChange(this.events, author, decision.before, decision.after);
    };
    if (transaction === undefined) record();
    else afterCommit(transaction, record);
    return toAmended(ground, decision.before, decision.after, snapshot.relations, author.caller);
  }

  private attemptLocked(amendment: Amendment): Promise<Amended | null> {
    return this.database.transaction(async (transaction) => {
      await this.amendments.lock(transaction, amendment);
      return this.attempt(amendment, transaction);
    });
  }
}
