import { Inject, Injectable } from '@nestjs/common';
import { API_SCHEMAS, type ApiSchema } from '../database/api-schema.js';
import { Database } from '../database/database.js';
import { hasAllMigrations } from '../database/migrations.js';

/** Checks that the database is reachable and migrated. */
@Injectable()
export class Readiness {
  constructor(
    private readonly database: Database,
    @Inject(API_SCHEMAS) private readonly schemas: readonly ApiSchema[],
  ) {}

  /** Returns why requests would fail now, or null. */
  async reasonAgainst(): Promise<string | null> {
    try {
      return (await hasAllMigrations(this.database, this.schemas)) ? null : 'the database is not migrated';
    } catch {
      return 'the database is not reachable';
    }
  }
}
