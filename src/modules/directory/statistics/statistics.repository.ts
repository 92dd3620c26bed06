import { Injectable } from '@nestjs/common';
import type { Snapshot } from '../../../database/queryable.js';
import { Parameters } from '../organisations/parameters.js';
import type { OrganisationCounts } from './statistics.mapper.js';
import { statisticsStatement, type StatisticsRequest } from './statistics-statement.js';

/** The only SQL that counts organisations and their changes. */
@Injectable()
export class StatisticsRepository {
  async count(request: StatisticsRequest, snapshot: Snapshot): Promise<OrganisationCounts> {
    const parameters = new Parameters();
    const sql = statisticsStatement(request, parameters);
    // PostgreSQL would compile the statement because of its costs, which takes several times as long as running it.
    await snapshot.query(`SELECT set_config('jit', 'off', true)`);
    // Not prepared: the plan for a search text or a user depends on the value.
    const [counts] = await snapshot.query<OrganisationCounts>(sql, parameters.values);
    if (counts === undefined) throw new Error('a statement without FROM returned no row');
    return counts;
  }
}
