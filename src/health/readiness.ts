import { Inject, Injectable, Logger } from '@nestjs/common';
import { API_SCHEMAS, type ApiSchema } from '../database/api-schema.js';
import { Database } from '../database/database.js';
import { migrationNames, migrationsDone, unknownMigrations } from '../database/migrations.js';
import { missingObjects } from '../database/schema-objects.js';

/** Min time between two checks, so that probes cost the database next to nothing. */
const minIntervalMs = 1_000;
/** Max names in a reason. */
const maxNames = 5;

/** Checks that the database is reachable and has the schema of this build. */
@Injectable()
export class Readiness {
  private readonly logger = new Logger('Readiness');
  private latest: Promise<string | null> | null = null;
  private isChecking = false;
  private checkedAtMs = 0;
  private logged: string | null = null;

  constructor(
    private readonly database: Database,
    @Inject(API_SCHEMAS) private readonly schemas: readonly ApiSchema[],
  ) {}

  /**
   * Returns why requests would fail now, or null. All callers share one check, which is at most a second old when it is
   * complete. Logs each new reason.
   */
  reasonAgainst(): Promise<string | null> {
    const isFresh = this.isChecking || performance.now() - this.checkedAtMs < minIntervalMs;
    if (this.latest !== null && isFresh) return this.latest;
    this.isChecking = true;
    this.checkedAtMs = performance.now();
    this.latest = this.check().finally(() => {
      this.isChecking = false;
    });
    return this.latest;
  }

  private async check(): Promise<string | null> {
    const reason = await this.findReason();
    if (reason !== this.logged) {
      if (reason === null) this.logger.log('the service is ready');
      else this.logger.warn(`the service is not ready: ${reason}`);
    }
    this.logged = reason;
    return reason;
  }

  private async findReason(): Promise<string | null> {
    try {
      const done = await migrationsDone(this.database);
      const unknown = unknownMigrations(done, this.schemas);
      if (unknown.length > 0)
        return `the database has migrations that this build does not know: ${listed(unknown)}`;
      const undone = migrationNames(this.schemas).filter((name) => !done.includes(name));
      if (done.length === 0) return 'the database is not migrated';
      if (undone.length > 0) return `the database is not migrated: it lacks ${listed(undone)}`;
      const missing = await missingObjects(this.database, this.schemas);
      return missing.length === 0 ? null : `the database lacks ${listed(missing)}`;
    } catch {
      return 'the database is not reachable';
    }
  }
}

/** Joins the first names. */
function listed(names: readonly string[]): string {
  const more = names.length - maxNames;
  return names.slice(0, maxNames).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
