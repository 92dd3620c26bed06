import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/config.js';
import { afterCommit } from '../../../database/after-commit.js';
import { Database, type Queryable } from '../../../database/database.js';
import { entityTagOf } from '../../../http/caching/entity-tag.js';
import { Conflict } from '../../../http/errors/problem.js';
import { checkIfMatch } from '../../../http/caching/if-match.js';
import { SecurityEvents } from '../../../security-events/security-events.js';
import type { Author } from '../auth/author.js';
import type { Caller } from '../auth/caller.js';
import type { FieldChange } from '../history/history-entry.js';
import { HistoryRepository } from '../history/history.repository.js';
import { type Listing, toPageRequest } from '../pagination/page.js';
import { toOrderBy, toSortSteps } from '../pagination/sort.js';
import { FlagCascadeRepository } from './flag-cascade.repository.js';
import { defaultFlagSort, flagSort, type Flag } from './flag.fields.js';
import { withWarnings } from '../warnings.js';
import type { AmendedFlagResponse, FlagCreateRequest, FlagUpdateRequest, FlagResponse } from './flag.dto.js';
import { changesFlag, flagChanges, toFlagFields, toFlagResponse } from './flag.mapper.js';
import { flagNotFound } from './flag-not-found.js';
import type { FlagsQuery } from './flags-query.dto.js';
import { FlagsRepository } from './flags.repository.js';

/** The response to a change, and the ETag of its representation without the warnings. */
interface AmendedFlag {
  readonly flag: AmendedFlagResponse;
  readonly entityTag: string;
}

/** Reads and changes flags, and removes references to a flag that ends. */
@Injectable()
export class FlagsService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly flags: FlagsRepository,
    private readonly cascade: FlagCascadeRepository,
    private readonly history: HistoryRepository,
    private readonly events: SecurityEvents,
  ) {}

  /** Flags up to the caller's clearance; Active ones unless asked otherwise. */
  async list(query: FlagsQuery, caller: Caller): Promise<Listing<FlagResponse>> {
    const order = toSortSteps(query.sort ?? defaultFlagSort, flagSort);
    const page = toPageRequest(query);
    const filter = {
      name: query.name ?? null,
      type: query.type ?? null,
      status: query.status ?? 'Active',
      clearance: caller.flagClearance,
    };
    const { rows, totalSize } = await this.flags.listPage(filter, order, page);
    return { slice: { rows: rows.map(toFlagResponse), totalSize }, page, orderBy: toOrderBy(order) };
  }

  /** @throws NotFound for one that does not exist or lies above the caller's clearance */
  async get(flagId: string, caller: Caller): Promise<FlagResponse> {
    const flag = await this.flags.find(flagId, caller.flagClearance);
    if (flag === null) throw flagNotFound();
    return toFlagResponse(flag);
  }

  /**
   * Creates a flag with its first history entry.
   * @throws ConstraintViolation where there is a flag of this Type, Name and Value
   */
  async create(request: FlagCreateRequest, author: Author): Promise<AmendedFlag> {
    return this.database.transaction(async (transaction) => {
      const flag = await this.flags.insert(transaction, randomUUID(), toFlagFields(request));
      await this.record(transaction, flag.flagId, author, 'Create', flagChanges(null, flag));
      return amended(toFlagResponse(flag), request);
    });
  }

  /**
   * Replaces the whole flag, together with its history entry. If the flag becomes Inactive or changes its Type, `Cascade`
   * takes it from every organisation in the same transaction, each with its history entry. A request that changes nothing
   * leaves no entry.
   * @throws NotFound, PreconditionFailed, PreconditionRequired, Conflict for a flag in use without `Cascade`,
   * ConstraintViolation where there is another flag of this Type, Name and Value
   */
  async replace(
    flagId: string,
    request: FlagUpdateRequest,
    author: Author,
    ifMatch: string | undefined,
  ): Promise<AmendedFlag> {
    return this.database.transaction(async (transaction) => {
      // The flag before organisations: every transaction takes its locks in this order.
      const before = await this.flags.lock(transaction, flagId);
      if (before === null || before.accessLevel > author.caller.flagClearance) throw flagNotFound();
      const present = toFlagResponse(before);
      checkIfMatch(ifMatch, {
        currentTag: entityTagFor(present),
        isRequired: this.config.requireIfMatch,
      });
      const fields = toFlagFields(request);
      if (!changesFlag(before, fields)) return amended(present, request);
      const after = await this.flags.replace(transaction, flagId, fields);
      await this.record(transaction, flagId, author, 'Update', flagChanges(before, after));
      if (endsAssignment(before, after)) await this.release(transaction, flagId, request.Cascade, author);
      return amended(toFlagResponse(after), request);
    });
  }

  private record(
    transaction: Queryable,
    flagId: string,
    author: Author,
    operation: 'Create' | 'Update',
    changes: readonly FieldChange[],
  ): Promise<void> {
    const event = operation === 'Create' ? 'flag.created' : 'flag.changed';
    afterCommit(transaction, () => {
      this.events.record(event, author.origin, { flagId });
    });
    return this.history.append(transaction, 'flag', flagId, { operation, changes, ...author.signature });
  }

  private async release(
    transaction: Queryable,
    flagId: string,
    mayCascade: boolean,
    author: Author,
  ): Promise<void> {
    if (mayCascade) {
      await this.cascade.removeEverywhere(transaction, flagId, author.signature);
    } else if (await this.cascade.isInUse(transaction, flagId)) {
      throw new Conflict(
        'The flag is in use. Send Cascade: true to remove it from every organisation that carries it.',
      );
    }
  }
}

function amended(flag: FlagResponse, { notes }: FlagCreateRequest): AmendedFlag {
  return { flag: withWarnings(flag, notes), entityTag: entityTagFor(flag) };
}

function entityTagFor(flag: FlagResponse): string {
  return entityTagOf(JSON.stringify(flag));
}

/** True where those who carried the flag may no longer do so. */
function endsAssignment(before: Flag, after: Flag): boolean {
  return (before.status === 'Active' && after.status === 'Inactive') || before.type !== after.type;
}
