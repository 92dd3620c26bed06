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

/** The table that records the migrations that ran. */
export const migrationsTable = 'schema_migration';

/** The names that the table records. */
export function migrationNames(): string[] {
  return migrations.map((migration) => migration.name);
}

/** True if no migration is missing. */
export async function hasAllMigrations(queryable: Queryable): Promise<boolean> {
  const done = new Set(await migrationsDone(queryable));
  return migrationNames().every((name) => done.has(name));
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
export async function refuseEarlierBuild(queryable: Queryable): Promise<void> {
  const [first] = await migrationsDone(queryable);
  if (first !== undefined && first !== migrationNames()[0]) throw new EarlierBuildError();
}
