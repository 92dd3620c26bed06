import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import {
  BackupFault,
  backupFormat,
  type BackupHeader,
  type BackupTable,
  type BackupTrailer,
  backupVersion,
} from './backup-format.js';
import { LineReader } from './line-reader.js';
import { countLines } from './write-backup.js';

/** Receives the content of a backup in order. */
export interface BackupVisitor {
  header(header: BackupHeader): Promise<void>;
  /** Must read all rows. */
  table(table: BackupTable, rows: AsyncIterable<Buffer>): Promise<void>;
}

/**
 * Reads a backup and compares its row counts and checksum with its last line. After a fault, the caller must undo the
 * visitor's work.
 * @throws BackupFault
 */
export async function readBackup(file: string, visitor: BackupVisitor): Promise<BackupTrailer> {
  const source = createReadStream(file);
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  try {
    return await readLines(new LineReader(gunzip), visitor);
  } catch (error) {
    throw toBackupFault(error);
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

async function readLines(reader: LineReader, visitor: BackupVisitor): Promise<BackupTrailer> {
  await visitor.header(readHeader(await reader.readLine(() => true)));
  const rows: Record<string, number> = {};
  for (;;) {
    const line = parse(await reader.readLine((text) => !('sha256' in parse(text))));
    if (isTrailer(line)) {
      compare(line, rows, reader.digest());
      if ((await reader.readLine(() => false)) !== null)
        throw new BackupFault('there is data after its last line');
      return line;
    }
    if (!isTable(line) || line.table in rows) throw new BackupFault('it contains an unexpected line');
    const counted = withCount(reader.readRows());
    await visitor.table(line, counted.chunks);
    rows[line.table] = counted.count();
  }
}

function compare(trailer: BackupTrailer, rows: Readonly<Record<string, number>>, sha256: string): void {
  if (trailer.sha256 !== sha256)
    throw new BackupFault('it was changed after it was written: its checksum differs');
  const names = new Set([...Object.keys(trailer.rows), ...Object.keys(rows)]);
  const differing = [...names].filter((name) => trailer.rows[name] !== rows[name]);
  if (differing.length > 0) throw new BackupFault(`its row counts differ for ${differing.join(', ')}`);
}

function withCount(rows: AsyncIterable<Buffer>): { chunks: AsyncIterable<Buffer>; count: () => number } {
  let count = 0;
  async function* chunks(): AsyncGenerator<Buffer> {
    for await (const chunk of rows) {
      count += countLines(chunk);
      yield chunk;
    }
  }
  return { chunks: chunks(), count: () => count };
}

function readHeader(line: string | null): BackupHeader {
  const header = parse(line);
  if (header.format !== backupFormat) throw new BackupFault('it is not a backup of this service');
  if (header.version !== backupVersion || !isStringList(header.migrations))
    throw new BackupFault('a newer release of this service made it');
  return header as unknown as BackupHeader;
}

function parse(line: string | null): Record<string, unknown> {
  if (line === null) throw new BackupFault('it ends too early');
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Reported below, as is JSON that is not an object.
  }
  throw new BackupFault('it is not a backup of this service, or it is corrupt');
}

function isTable(line: object): line is BackupTable {
  return 'table' in line && typeof line.table === 'string' && 'columns' in line && isStringList(line.columns);
}

function isTrailer(line: object): line is BackupTrailer {
  return (
    'sha256' in line &&
    'rows' in line &&
    typeof line.rows === 'object' &&
    'sequences' in line &&
    line.rows !== null
  );
}

function isStringList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** Turns an error of zlib into a BackupFault; returns any other error unchanged. */
function toBackupFault(error: unknown): unknown {
  const isOfGzip = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
  return isOfGzip ? new BackupFault('it is incomplete, corrupt or not a backup') : error;
}
