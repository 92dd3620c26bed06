import type { ApiSchema } from './api-schema.js';
import type { Queryable } from './queryable.js';

/** The number at the end of a migration's name. */
const numberOf = ({ name }: { name: string }): number => Number(/\d+$/.exec(name)?.[0]);

/** All migrations, oldest first. */
export function migrationsOf(schemas: readonly ApiSchema[]): ApiSchema['migrations'] {
  return schemas.flatMap((schema) => schema.migrations).sort((one, other) => numberOf(one) - numberOf(other));
}

/** Where those that ran are recorded. */
export const migrationsTable = 'schema_migration';

/** The names under which they are recorded once they ran. */
export function migrationNames(schemas: readonly ApiSchema[]): string[] {
  return migrationsOf(schemas).map((migration) => migration.name);
}

/** True where no migration is missing. */
export async function hasAllMigrations(
  queryable: Queryable,
  schemas: readonly ApiSchema[],
): Promise<boolean> {
  const done = new Set(await migrationsDone(queryable));
  return migrationNames(schemas).every((name) => done.has(name));
}

/** The names of those that ran, in their order; none in an empty database. */
export async function migrationsDone(queryable: Queryable): Promise<string[]> {
  const [table] = await queryable.query<{ found: boolean }>(`SELECT to_regclass($1) IS NOT NULL AS found`, [
    migrationsTable,
  ]);
  if (table?.found !== true) return [];
  const rows = await queryable.query<{ name: string }>(`SELECT name FROM ${migrationsTable} ORDER BY id`);
  return rows.map((row) => row.name);
}
