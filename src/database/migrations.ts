import type { Queryable } from './queryable.js';
import { CreateDirectory1700000000000 } from './migrations/1700000000000-create-directory.js';
import { KeepOrganisationHistory1700000000001 } from './migrations/1700000000001-keep-organisation-history.js';
import { SearchOrganisations1700000000002 } from './migrations/1700000000002-search-organisations.js';
import { RememberImportPosition1700000000003 } from './migrations/1700000000003-remember-import-position.js';
import { GrantWhatTheServiceNeeds1700000000004 } from './migrations/1700000000004-grant-what-the-service-needs.js';
import { CreateNotifyOrganisations1700000000005 } from './migrations/1700000000005-create-notify-organisations.js';
import { CreateNotifyServices1700000000006 } from './migrations/1700000000006-create-notify-services.js';
import { CreateNotifyEmailAndAudit1700000000007 } from './migrations/1700000000007-create-notify-email-and-audit.js';
import { SeedNotifyConstants1700000000008 } from './migrations/1700000000008-seed-notify-constants.js';
import { CountChangesAndOrganisations1700000000009 } from './migrations/1700000000009-count-changes-and-organisations.js';
import { SortOrganisations1700000000010 } from './migrations/1700000000010-sort-organisations.js';
import { LoadInBulk1700000000011 } from './migrations/1700000000011-load-in-bulk.js';
import { NoteSearchLetters1700000000012 } from './migrations/1700000000012-note-search-letters.js';

/** All migrations, oldest first. */
export const migrations = [
  CreateDirectory1700000000000,
  KeepOrganisationHistory1700000000001,
  SearchOrganisations1700000000002,
  RememberImportPosition1700000000003,
  GrantWhatTheServiceNeeds1700000000004,
  CreateNotifyOrganisations1700000000005,
  CreateNotifyServices1700000000006,
  CreateNotifyEmailAndAudit1700000000007,
  SeedNotifyConstants1700000000008,
  CountChangesAndOrganisations1700000000009,
  SortOrganisations1700000000010,
  LoadInBulk1700000000011,
  NoteSearchLetters1700000000012,
];

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
