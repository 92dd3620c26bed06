import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';

/** Counts of live services, and of the organisations that have any. */
export interface LiveCounts {
  readonly organisations: number;
  readonly services: number;
}

/** The SQL of the status endpoints. */
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

  /** Counts active services that are not on trial and have `count_as_live`. */
  async countLive(): Promise<LiveCounts> {
    const [counts] = await this.database.query<LiveCounts>(
      `SELECT count(*)::integer AS services, count(DISTINCT s.organisation_id)::integer AS organisations
       FROM notify.service s WHERE s.active AND NOT s.restricted AND s.count_as_live`,
    );
    if (counts === undefined) throw new Error('the statement returned no counts');
    return counts;
  }
}
