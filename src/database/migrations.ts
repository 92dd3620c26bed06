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

/** @throws EarlierBuildError if the database's first migration is not this baseline's first one */
export async function refuseEarlierBuild(queryable: Queryable, schemas: readonly ApiSchema[]): Promise<void> {
  const [first] = await migrationsDone(queryable);
  if (first !== undefined && first !== migrationNames(schemas)[0]) throw new EarlierBuildError();
}
