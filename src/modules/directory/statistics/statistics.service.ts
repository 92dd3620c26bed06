import { Injectable } from '@nestjs/common';
import { DatabaseTimeout } from '../../../database/database-errors.js';
import type { Snapshot } from '../../../database/queryable.js';
import { Overloaded } from '../../../http/errors/problem.js';
import { RenderedJson } from '../../../http/responses/rendered-json.js';
import type { Caller } from '../auth/caller.js';
import { ConsistentReads } from '../organisations/consistent-reads.js';
import { PageCache, type VersionedPage } from '../organisations/listing/page-cache.js';
import { toOrganisationFilter } from '../organisations/organisation-filter.js';
import type { OrganisationFilterQuery } from '../organisations/organisations-query.dto.js';
import { dayOf } from './periods.js';
import { StatisticsRepository } from './statistics.repository.js';
import { toStatisticsResponse } from './statistics.mapper.js';
import type { StatisticsRequest } from './statistics-statement.js';

/** Max counts in flight. Two run; the others wait for them, and not longer than a client waits. */
const maxInFlight = 8;
const retryAfterSeconds = 5;

/** Counts the organisations of a list. The answer is exact for one moment after the request arrived. */
@Injectable()
export class StatisticsService {
  private inFlight = 0;

  constructor(
    private readonly cache: PageCache,
    private readonly reads: ConsistentReads,
    private readonly statistics: StatisticsRepository,
  ) {}

  /**
   * @throws Forbidden if a user's displayMine is somebody else's address, Overloaded above the max number of counts or if one
   * takes longer than a statement may
   */
  async read(query: OrganisationFilterQuery, caller: Caller): Promise<RenderedJson> {
    const request = { filter: toOrganisationFilter(query, caller), caller, today: dayOf(new Date()) };
    return this.cache.read(keyOf(request), () => this.make(request));
  }

  private async make(request: StatisticsRequest): Promise<VersionedPage> {
    if (this.inFlight >= maxInFlight) throw new Overloaded(retryAfterSeconds);
    this.inFlight += 1;
    try {
      return await this.reads.openSnapshot('count', (snapshot, version) =>
        this.makeOn(snapshot, version, request),
      );
    } catch (error) {
      throw error instanceof DatabaseTimeout ? tooSlow(error) : error;
    } finally {
      this.inFlight -= 1;
    }
  }

  private async makeOn(
    snapshot: Snapshot,
    version: string,
    request: StatisticsRequest,
  ): Promise<VersionedPage> {
    try {
      const counts = await this.statistics.count(request, snapshot);
      const body = JSON.stringify(toStatisticsResponse(counts, request.today));
      return { version, page: new RenderedJson(Buffer.from(body)) };
    } finally {
      await snapshot.close();
    }
  }
}

function tooSlow(cause: DatabaseTimeout): Overloaded {
  return new Overloaded(retryAfterSeconds, {
    sentence: 'Counting took too long. Try again later, or with a filterBy that fewer organisations contain.',
    cause,
  });
}

/** Returns a key of the facts that decide an answer. The day is one of them: the last days are others tomorrow. */
function keyOf({ filter, caller, today }: StatisticsRequest): string {
  const { isOperator, readsAll, userEmail, flagClearance } = caller;
  const reader = isOperator ? null : [readsAll, userEmail, flagClearance];
  return JSON.stringify(['statistics', today, filter, reader]);
}
