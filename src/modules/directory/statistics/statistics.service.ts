import { Injectable } from '@nestjs/common';
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

/** Counts the organisations of a list. The answer is exact for one moment after the request arrived. */
@Injectable()
export class StatisticsService {
  constructor(
    private readonly cache: PageCache,
    private readonly reads: ConsistentReads,
    private readonly statistics: StatisticsRepository,
  ) {}

  /** @throws Forbidden if a user's displayMine is somebody else's address */
  async read(query: OrganisationFilterQuery, caller: Caller): Promise<RenderedJson> {
    const request = { filter: toOrganisationFilter(query, caller), caller, today: dayOf(new Date()) };
    return this.cache.read(keyOf(request), (requiredVersion) => this.make(request, requiredVersion));
  }

  private async make(request: StatisticsRequest, requiredVersion: string | null): Promise<VersionedPage> {
    const counts = await this.reads.read(requiredVersion, (source) => this.statistics.count(request, source));
    const body = JSON.stringify(toStatisticsResponse(counts, request.today));
    return { version: counts.version, page: new RenderedJson(Buffer.from(body)) };
  }
}

/** Returns a key of the facts that decide an answer. The day is one of them: the last days are others tomorrow. */
function keyOf({ filter, caller, today }: StatisticsRequest): string {
  const { isOperator, readsAll, userEmail, flagClearance } = caller;
  const reader = isOperator ? null : [readsAll, userEmail, flagClearance];
  return JSON.stringify(['statistics', today, filter, reader]);
}
