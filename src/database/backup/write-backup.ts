import { createHash } from 'node:crypto';
import type { ApiSchema } from '../api-schema.js';
import { migrationsDone } from '../migrations.js';
import { DatabaseSession } from '../database-session.js';
import {
  BackupFault,
  backupFormat,
  type BackupHeader,
  type BackupTable,
  type BackupTrailer,
  backupVersion,
  endOfRows,
} from './backup-format.js';
import { BackupRepository } from './backup.repository.js';

const lineFeed = 0x0a;

/**
 * Yields a backup of all tables, history included, from one snapshot; the service may write meanwhile. Constant memory.
 * @param url the URL of the tables' owner
 * @throws BackupFault, DatabaseUnreachable, DatabaseTimeout
 */
export async function* backupLines(url: string, schemas: readonly ApiSchema[]): AsyncGenerator<Buffer> {
  const repository = new BackupRepository(schemas);
  const session = await DatabaseSession.open(url);
  try {
    await repository.beginSnapshot(session);
    await repository.setFormats(session);
    yield* withTrailer(session, repository);
  } finally {
    await session.close();
  }
}

async function* withTrailer(session: DatabaseSession, repository: BackupRepository): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  const rows: Record<string, number> = {};
  for await (const chunk of content(session, repository, rows)) {
    hash.update(chunk);
    yield chunk;
  }
  const sequences = await repository.listSequences(session);
  const trailer: BackupTrailer = { rows, sequences, sha256: hash.digest('hex') };
  yield line(trailer);
}

/** Yields the header and the tables, and enters the row count of each table in `rows`. */
async function* content(
  session: DatabaseSession,
  repository: BackupRepository,
  rows: Record<string, number>,
): AsyncGenerator<Buffer> {
  const migrations = await migrationsDone(session);
  if (migrations.length === 0) {
    throw new BackupFault('There is nothing to back up: the database has no tables of this service.');
  }
  const header: BackupHeader = {
    format: backupFormat,
    version: backupVersion,
    takenAt: new Date().toISOString(),
    migrations,
  };
  yield line(header);
  for (const table of await repository.listTables(session)) {
    yield line(table);
    let count = 0;
    for await (const chunk of session.copyOut(repository.copyOutStatement(table))) {
      count += countLines(chunk);
      yield chunk;
    }
    rows[table.table] = count;
    yield Buffer.from(endOfRows);
  }
}

/** Returns the number of line feeds. */
export function countLines(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, at + 1)) count += 1;
  return count;
}

function line(value: BackupHeader | BackupTable | BackupTrailer): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}
