import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { BackupFault } from './backup-fault.js';
import {
  backupFormat,
  type BackupHeader,
  type BackupTable,
  type BackupTrailer,
  backupVersion,
} from './backup-format.js';
import { LineReader } from './line-reader.js';
import { countLines } from './write-backup.js';

/** What is done with a backup while it is read. */
export interface BackupVisitor {
  header(header: BackupHeader): Promise<void>;
  /** Must take all rows. */
  table(table: BackupTable, rows: AsyncIterable<Buffer>): Promise<void>;
}

/**
 * Reads a backup to its end and makes sure that it is whole: every table has as many rows as the last line says, and
 * every byte is as it was written. What the visitor did before a fault is to be undone.
 * @throws BackupFault with what is wrong
 */
export async function readBackup(file: string, visitor: BackupVisitor): Promise<BackupTrailer> {
  const source = createReadStream(file);
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  try {
    return await readLines(new LineReader(gunzip), visitor);
  } catch (error) {
    throw readable(error);
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
      check(line, rows, reader.digest());
      if ((await reader.readLine(() => false)) !== null)
        throw new BackupFault('there is something behind its end');
      return line;
    }
    if (!isTable(line) || line.table in rows) throw new BackupFault('it holds a line that is out of place');
    const counted = counting(reader.readRows());
    await visitor.table(line, counted.chunks);
    rows[line.table] = counted.count();
  }
}

function check(trailer: BackupTrailer, rows: Readonly<Record<string, number>>, sha256: string): void {
  if (trailer.sha256 !== sha256) throw new BackupFault('it is not as it was written: its checksum differs');
  const names = new Set([...Object.keys(trailer.rows), ...Object.keys(rows)]);
  const differing = [...names].filter((name) => trailer.rows[name] !== rows[name]);
  if (differing.length > 0)
    throw new BackupFault(`it has not the rows that it should have of ${differing.join(', ')}`);
}

function counting(rows: AsyncIterable<Buffer>): { chunks: AsyncIterable<Buffer>; count: () => number } {
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
  if (header.format !== backupFormat) throw new BackupFault('it is no backup of this service');
  if (header.version !== backupVersion || !isTexts(header.migrations))
    throw new BackupFault('a newer release of this service made it');
  return header as unknown as BackupHeader;
}

function parse(line: string | null): Record<string, unknown> {
  if (line === null) throw new BackupFault('it ends too early');
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new BackupFault('it is no backup of this service, or it is broken');
}

function isTable(line: object): line is BackupTable {
  return 'table' in line && typeof line.table === 'string' && 'columns' in line && isTexts(line.columns);
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

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** What the file system and zlib say, as a fault of the backup; anything else stays what it is. */
function readable(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  if (error.code.startsWith('Z_')) return new BackupFault('it is cut off or broken, or no backup at all');
  const isOfFile = 'syscall' in error && ('path' in error || error.syscall === 'read');
  return isOfFile ? new BackupFault(error.message) : error;
}
