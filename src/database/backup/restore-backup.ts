import type { ApiSchema } from '../api-schema.js';
import { migrate } from '../data-source.js';
import { migrationNames, migrationsDone } from '../migrations.js';
import { DatabaseSession } from '../database-session.js';
import type { Queryable } from '../queryable.js';
import { BackupFault } from './backup-fault.js';
import type { BackupHeader, BackupTable, BackupTrailer } from './backup-format.js';
import { BackupRepository } from './backup.repository.js';
import { readBackup } from './read-backup.js';
import { RestoreRepository } from './restore.repository.js';

/** What to restore, and where. */
export interface RestoreRequest {
  /** Of a role that owns the tables, or may create them. */
  readonly databaseUrl: string;
  readonly file: string;
  readonly schemas: readonly ApiSchema[];
  /** What is in the database is thrown away; otherwise it must be empty. */
  readonly replaces: boolean;
  /** Told in sentences what is being done. */
  readonly onNote: (sentence: string) => void;
}

/** What was restored. */
export interface RestoredBackup {
  readonly takenAt: string;
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
}

/**
 * Puts a backup back, all of it in one transaction or nothing. The file is read to its end before the database is
 * touched, and again while it is put in. A database without tables gets those of the release that made the backup; what
 * migrations have come since run afterwards. Constant memory.
 * @throws BackupFault, DatabaseUnreachable, DatabaseTimeout, ConstraintViolation
 */
export async function restoreBackup(request: RestoreRequest): Promise<RestoredBackup> {
  request.onNote('Reading the backup to its end.');
  const header = await examine(request.file);
  const session = await DatabaseSession.open(request.databaseUrl);
  try {
    await makeTables(session, request, header);
    const { rows } = await session.transaction((transaction) => restore(session, transaction, request));
    await migrate(request.databaseUrl, request.schemas);
    return { takenAt: header.takenAt, rows };
  } finally {
    await session.close();
  }
}

/** Reads all of it, and keeps the header. */
async function examine(file: string): Promise<BackupHeader> {
  let found: BackupHeader | undefined;
  await readBackup(file, {
    header: (header) => {
      found = header;
      return Promise.resolve();
    },
    table: (_table, rows) => readAll(rows),
  });
  if (found === undefined) throw new BackupFault('it holds no header');
  return found;
}

async function readAll(rows: AsyncIterable<Buffer>): Promise<void> {
  const iterator = rows[Symbol.asyncIterator]();
  while ((await iterator.next()).done !== true);
}

/** The tables must be those that the backup was made of. */
async function makeTables(
  session: Queryable,
  { databaseUrl, schemas }: RestoreRequest,
  { migrations }: BackupHeader,
): Promise<void> {
  const known = migrationNames(schemas);
  if (migrations.some((name, index) => known[index] !== name)) {
    throw new BackupFault(
      'another release of this service made it, which knows migrations that this one does not',
    );
  }
  const done = await migrationsDone(session);
  if (done.length < migrations.length) await migrate(databaseUrl, schemas, migrations.length);
  if (done.length > migrations.length) {
    throw new BackupFault(
      `it was made before the migration ${done[migrations.length] ?? ''}, which this database has; ` +
        'restore it into a database without tables, and what is missing is migrated afterwards',
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
  await backups.settleFormats(transaction);
  await repository.forgetSearchPath(transaction);
  if (!(await repository.ownsTables(transaction)))
    throw new BackupFault('the role of DATABASE_URL does not own the tables: restore as their owner');
  request.onNote('Waiting until nobody uses the tables.');
  await repository.lockTables(transaction);
  if (!request.replaces && !(await repository.isEmpty(transaction))) {
    throw new BackupFault(
      'the database is not empty; nothing was changed. With --replace everything in it is thrown away',
    );
  }
  const highestCount = await repository.highestCount(transaction);
  const detached = await repository.detach(transaction);
  await repository.emptyTables(transaction);
  request.onNote('Putting the rows in.');
  const trailer = await copyTables(session, backups, request);
  request.onNote('Building indexes and checking foreign keys.');
  await repository.attach(transaction, detached);
  for (const position of trailer.sequences) await backups.setSequence(transaction, position);
  await repository.jumpCounters(transaction, highestCount);
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
  if (expected.size > 0) throw new BackupFault(`it holds nothing of ${[...expected.keys()].join(', ')}`);
  return trailer;
}

function checkTable(table: BackupTable, expected: BackupTable | undefined): void {
  const isExpected = expected?.columns.join('\n') === table.columns.join('\n');
  if (!isExpected) throw new BackupFault(`this database has no such table as its ${table.table}`);
}
