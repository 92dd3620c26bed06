import type { Queryable } from './queryable.js';
import { CreateDirectory1790000000001 } from './migrations/directory/1790000000001-create-directory.js';
import { KeepOrganisationHistory1790000000002 } from './migrations/directory/1790000000002-keep-organisation-history.js';
import { SearchOrganisations1790000000003 } from './migrations/directory/1790000000003-search-organisations.js';
import { CountChanges1790000000004 } from './migrations/directory/1790000000004-count-changes.js';
import { CountOrganisations1790000000005 } from './migrations/directory/1790000000005-count-organisations.js';
import { KeepImportState1790000000006 } from './migrations/directory/1790000000006-keep-import-state.js';
import { CreateNotifyUsers1790000000101 } from './migrations/notify/1790000000101-create-notify-users.js';
import { CreateNotifyOrganisations1790000000102 } from './migrations/notify/1790000000102-create-notify-organisations.js';
import { CreateNotifyServices1790000000103 } from './migrations/notify/1790000000103-create-notify-services.js';
import { CreateNotifyEmailAndAudit1790000000104 } from './migrations/notify/1790000000104-create-notify-email-and-audit.js';
import { SeedNotifyConstants1790000000105 } from './migrations/notify/1790000000105-seed-notify-constants.js';

const directoryMigrations = [
  CreateDirectory1790000000001,
  KeepOrganisationHistory1790000000002,
  SearchOrganisations1790000000003,
  CountChanges1790000000004,
  CountOrganisations1790000000005,
  KeepImportState1790000000006,
];

const notifyMigrations = [
  CreateNotifyUsers1790000000101,
  CreateNotifyOrganisations1790000000102,
  CreateNotifyServices1790000000103,
  CreateNotifyEmailAndAudit1790000000104,
  SeedNotifyConstants1790000000105,
];

/** All migrations, oldest first. */
export const migrations = [...directoryMigrations, ...notifyMigrations];

/** Where those that ran are recorded. */
export const migrationsTable = 'schema_migration';

/** The names under which they are recorded once they ran. */
export function migrationNames(): string[] {
  return migrations.map((migration) => migration.name);
}

/** True where no migration is missing. */
export async function hasAllMigrations(queryable: Queryable): Promise<boolean> {
  const done = new Set(await migrationsDone(queryable));
  return migrationNames().every((name) => done.has(name));
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
