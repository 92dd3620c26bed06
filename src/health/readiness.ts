import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { hasAllMigrations } from '../database/migrations.js';

/** Whether the service can serve. */
@Injectable()
export class Readiness {
  constructor(private readonly database: Database) {}

  /** Why requests would fail just now, or null. */
  async reasonAgainst(): Promise<string | null> {
    try {
      return (await hasAllMigrations(this.database)) ? null : 'the database is not migrated';
    } catch {
      return 'the database is not reachable';
    }
  }
}
