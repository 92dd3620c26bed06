import type { ApiSchema } from '../api-schema.js';
import { migrate } from '../migrate.js';
import { migrationNames, migrationsDone } from '../migrations.js';
import { DatabaseSession } from '../database-session.js';
import type { Queryable } from '../queryable.js';
import { BackupFault, type BackupHeader, type BackupTable, type BackupTrailer } from './backup-format.js';
import { BackupRepository } from './backup.repository.js';
import { readBackup } from './read-backup.js';
import { RestoreRepository } from './restore.repository.js';

export interface RestoreRequest {
  /** The URL of a role that owns the tables or may create them. */
  readonly databaseUrl: string;
  readonly file: string;
  readonly schemas: readonly ApiSchema[];
  /** Deletes the rows of the database first; without it, the database must be empty. */
  readonly replaces: boolean;
  /** Called with a sentence for each step. */
  readonly onNote: (sentence: string) => void;
}

export interface RestoredBackup {
  readonly takenAt: string;
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
}

/**
 * Restores a backup in one transaction. Reads the file once to check it before it touches the database, and a second
 * time to load it. Creates the tables of the backup's release in a database without tables; later migrations run
 * afterwards. Constant memory.
 * @throws BackupFault, DatabaseUnreachable, DatabaseTimeout, ConstraintViolation
 */
export async function restoreBackup(request: RestoreRequest): Promise<RestoredBackup> {
  request.onNote('Checking the backup.');
  const header = await readWholeBackup(request.file);
  const session = await DatabaseSession.open(request.databaseUrl);
  try {
    await prepareTables(session, request, header);
    const { rows } = await session.transaction((transaction) => restore(session, transaction, request));
    await migrate(request.databaseUrl, request.schemas);
    return { takenAt: header.takenAt, rows };
  } finally {
    await session.close();
  }
}

/** Reads the whole file and returns its header. */
async function readWholeBackup(file: string): Promise<BackupHeader> {
  let found: BackupHeader | undefined;
  await readBackup(file, {
    header: (header) => {
      found = header;
      return Promise.resolve();
    },
    table: (_table, rows) => readAll(rows),
  });
  if (found === undefined) throw new BackupFault('it has no header');
  return found;
}

async function readAll(rows: AsyncIterable<Buffer>): Promise<void> {
  const iterator = rows[Symbol.asyncIterator]();
  while ((await iterator.next()).done !== true);
}

/** Makes sure that the database has exactly the migrations of the backup. */
async function prepareTables(
  session: Queryable,
  { databaseUrl, schemas }: RestoreRequest,
  { migrations }: BackupHeader,
): Promise<void> {
  const known = migrationNames(schemas);
  if (migrations.some((name, index) => known[index] !== name)) {
    throw new BackupFault(
      'it comes from another release of this service, with migrations that this release does not have',
    );
  }
  const done = await migrationsDone(session);
  if (done.length < migrations.length) await migrate(databaseUrl, schemas, migrations.length);
  if (done.length > migrations.length) {
    throw new BackupFault(
      `it is older than the migration ${done[migrations.length] ?? ''} of this database; ` +
        'restore it into a database without tables, and the later migrations run afterwards',
    );
  }
}

async function restore(
  session: DatabaseSession,
  transaction: Queryable,
  request: RestoreRequest,
): Promise<BackupTrailer> {
  const backups = new BackupRepository(request.schemas);
  const repository = new RestoreRepository(request.schemas);
  await backups.setFormats(transaction);
  if (!(await repository.ownsTables(transaction)))
    throw new BackupFault('the role of DATABASE_URL does not own the tables: restore as their owner');
  request.onNote('Waiting for a lock on all tables.');
  await repository.lockTables(transaction);
  if (!request.replaces && !(await repository.isEmpty(transaction))) {
    throw new BackupFault(
      'the database is not empty; nothing was changed. To delete all its rows first, use --replace',
    );
  }
  const highestCount = await repository.highestCount(transaction);
  request.onNote('Loading the rows.');
  const trailer = await repository.replaceRows(
    transaction,
    () => copyTables(session, backups, request),
    () => {
      request.onNote('Building indexes and checking foreign keys.');
    },
  );
  for (const position of trailer.sequences) await backups.setSequence(transaction, position);
  await repository.jumpCounters(transaction, highestCount);
  await repository.beginChangeLog(transaction);
  return trailer;
}

async function copyTables(
  session: DatabaseSession,
  backups: BackupRepository,
  request: RestoreRequest,
): Promise<BackupTrailer> {
  const expected = new Map((await backups.listTables(session)).map((table) => [table.table, table]));
  const trailer = await readBackup(request.file, {
    header: () => Promise.resolve(),
    table: async (table, rows) => {
      checkTable(table, expected.get(table.table));
      expected.delete(table.table);
      await session.copyIn(backups.copyInStatement(table), rows);
    },
  });
  if (expected.size > 0)
    throw new BackupFault(`it has no rows section for ${[...expected.keys()].join(', ')}`);
  return trailer;
}

function checkTable(table: BackupTable, expected: BackupTable | undefined): void {
  const isExpected = expected?.columns.join('\n') === table.columns.join('\n');
  if (!isExpected) throw new BackupFault(`this database has no table ${table.table} with the same columns`);
}
