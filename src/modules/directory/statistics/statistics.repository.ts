import { Injectable } from '@nestjs/common';
import type { ReadSource } from '../../../database/queryable.js';
import { Parameters } from '../organisations/parameters.js';
import type { OrganisationCounts } from './statistics.mapper.js';
import { statisticsStatement, type StatisticsRequest } from './statistics-statement.js';

/** The only SQL that counts organisations and their changes. */
@Injectable()
export class StatisticsRepository {
  /** All counts from one statement, and so from one snapshot. */
  async count(request: StatisticsRequest, source: ReadSource): Promise<OrganisationCounts> {
    const parameters = new Parameters();
    const sql = statisticsStatement(request, parameters);
    // Not prepared: the plan for a search text or a user depends on the value.
    const [counts] = await source.query<OrganisationCounts>(sql, parameters.values);
    if (counts === undefined) throw new Error('a statement without FROM returned no row');
    return counts;
  }
}
