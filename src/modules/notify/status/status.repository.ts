import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';

/** How many services are live, and in how many organisations. */
export interface LiveCounts {
  readonly organisations: number;
  readonly services: number;
}

/** The only SQL on the state of the whole. */
@Injectable()
export class StatusRepository {
  constructor(private readonly database: Database) {}

  /** The name of the last migration that ran. */
  async databaseVersion(): Promise<string> {
    const [row] = await this.database.query<{ name: string }>(
      `SELECT name FROM schema_migration ORDER BY id DESC LIMIT 1`,
    );
    if (row === undefined) throw new Error('no migration ran');
    return row.name;
  }

  /** Services that are active, not on trial and not left out of the count, as Notify's own. */
  async countLive(): Promise<LiveCounts> {
    const [counts] = await this.database.query<LiveCounts>(
      `SELECT count(*)::integer AS services, count(DISTINCT s.organisation_id)::integer AS organisations
       FROM notify.service s WHERE s.active AND NOT s.restricted AND s.count_as_live`,
    );
    if (counts === undefined) throw new Error('the statement returned no counts');
    return counts;
  }
}
