import type { Queryable } from '../../../database/database.js';

/** Whether there is anything beside which a sample would be out of place. */
export class SampleRepository {
  async hasOrganisations(queryable: Queryable): Promise<boolean> {
    const rows = await queryable.query('SELECT FROM directory.organisation LIMIT 1');
    return rows.length > 0;
  }
}
