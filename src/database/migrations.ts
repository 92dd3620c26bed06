import type { ApiSchema } from './api-schema.js';
import type { Queryable } from './queryable.js';

/** The 13 digits at the end of a migration's name: its time, in milliseconds. */
const numberOf = ({ name }: { name: string }): number => Number(/\d{13}$/.exec(name)?.[0]);

/** All migrations, oldest first. */
export function migrationsOf(schemas: readonly ApiSchema[]): ApiSchema['migrations'] {
  return schemas.flatMap((schema) => schema.migrations).sort((one, other) => numberOf(one) - numberOf(other));
}

/** The table that records the migrations that ran. */
export const migrationsTable = 'schema_migration';

/** The names that the table records. */
export function migrationNames(schemas: readonly ApiSchema[]): string[] {
  return migrationsOf(schemas).map((migration) => migration.name);
}

/** True if none of the first `count` migrations is missing. */
export async function hasAllMigrations(
  queryable: Queryable,
  schemas: readonly ApiSchema[],
  count?: number,
): Promise<boolean> {
  const done = new Set(await migrationsDone(queryable));
  return migrationNames(schemas)
    .slice(0, count)
    .every((name) => done.has(name));
}

/** The names of the migrations that ran, in order. Empty for an empty database. */
export async function migrationsDone(queryable: Queryable): Promise<string[]> {
  const [table] = await queryable.query<{ found: boolean }>(`SELECT to_regclass($1) IS NOT NULL AS found`, [
    migrationsTable,
  ]);
  if (table?.found !== true) return [];
  const rows = await queryable.query<{ name: string }>(`SELECT name FROM ${migrationsTable} ORDER BY id`);
  return rows.map((row) => row.name);
}

/** The database has the schema of a build from before this baseline. The message is one sentence for the operator. */
export class EarlierBuildError extends Error {
  constructor() {
    super(
      'The database was made by an earlier build of this service, which this one can not migrate: ' +
        'move or delete the folder of DATA_DIR (or the database of DATABASE_URL) and start again, ' +
        'or write it with the earlier build\'s "export --all FILE" first and then import that file.',
    );
  }
}

/** The database has migrations that this build does not have. The message is one sentence for the operator. */
export class NewerBuildError extends Error {
  constructor(names: readonly string[]) {
    super(
      `The database has migrations that this build does not know: ${names.join(', ')}. ` +
        'A newer build migrated it: run that build, or restore the backup from before its migration ' +
        '(docs/operations/runbooks/migration-failed.md).',
    );
  }
}

/** A migration failed and was rolled back. The message is one sentence for the operator. */
export class MigrationFailed extends Error {
  constructor(name: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `The migration ${name} failed and was rolled back as a whole: ${reason}. ` +
        'The migrations before it stay applied; remove the cause and run migrate again ' +
        '(docs/operations/runbooks/migration-failed.md).',
      { cause },
    );
  }
}

/** Returns the migrations among `done` that this build does not have. */
export function unknownMigrations(done: readonly string[], schemas: readonly ApiSchema[]): string[] {
  const known = new Set(migrationNames(schemas));
  return done.filter((name) => !known.has(name));
}

/**
 * @throws EarlierBuildError if the database's first migration is not this baseline's first one
 * @throws NewerBuildError if the database has migrations that this build does not have
 */
export async function refuseOtherBuild(queryable: Queryable, schemas: readonly ApiSchema[]): Promise<void> {
  const done = await migrationsDone(queryable);
  if (done.length > 0 && done[0] !== migrationNames(schemas)[0]) throw new EarlierBuildError();
  const unknown = unknownMigrations(done, schemas);
  if (unknown.length > 0) throw new NewerBuildError(unknown);
}
