import type { ApiSchema } from '../api-schema.js';
import type { Queryable } from '../queryable.js';
import type { BackupTable, SequencePosition } from './backup-format.js';

/** Identifiers come from the database's own catalogue, or were found there before they get here. */
const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');

const columnList = ({ columns }: BackupTable): string => columns.map(quoted).join(', ');

/** What is out of the schema during a bulk load is no data. */
const leftOut = ['directory.set_aside'];

/** What names each table of the service; `$1` are those that are left out. */
function tablesOf(schemas: readonly ApiSchema[]): string {
  const names = schemas.map((schema) => `'${schema.name}'`).join(', ');
  return `
  SELECT c.oid, n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND n.nspname IN (${names}) AND n.nspname || '.' || c.relname <> ALL ($1)`;
}

/** The SQL of a backup: what tables there are, and the statements that copy them. */
export class BackupRepository {
  private readonly ownTables: string;

  constructor(schemas: readonly ApiSchema[]) {
    this.ownTables = tablesOf(schemas);
  }

  /** Values as text must mean the same wherever they are read. */
  async settleFormats(session: Queryable): Promise<void> {
    await session.query(`SET LOCAL timezone = 'UTC'`);
    await session.query(`SET LOCAL datestyle = 'ISO, YMD'`);
    await session.query(`SET LOCAL intervalstyle = 'postgres'`);
    await session.query(`SET LOCAL extra_float_digits = 1`);
    await session.query(`SET LOCAL statement_timeout = 0`);
    await session.query(`SET LOCAL idle_in_transaction_session_timeout = 0`);
  }

  /** One moment for everything that is read until the end of the transaction. */
  async beginSnapshot(session: Queryable): Promise<void> {
    await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  }

  /** The tables of both APIs with the columns that are not computed, in an order of their own. */
  async listTables(session: Queryable): Promise<BackupTable[]> {
    return session.query<{ table: string; columns: string[] }>(
      `SELECT own.name AS "table", array_agg(a.attname::text ORDER BY a.attnum) AS columns
       FROM (${this.ownTables}) own
       JOIN pg_attribute a ON a.attrelid = own.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
       GROUP BY own.name ORDER BY own.name COLLATE "C"`,
      [leftOut],
    );
  }

  copyOutStatement(table: BackupTable): string {
    return `COPY ${quoted(table.table)} (${columnList(table)}) TO STDOUT`;
  }

  copyInStatement(table: BackupTable): string {
    return `COPY ${quoted(table.table)} (${columnList(table)}) FROM STDIN`;
  }

  /** Where each identity column's numbers are; they only ever grow, so later is never wrong. */
  async listSequences(session: Queryable): Promise<SequencePosition[]> {
    const found = await session.query<{ table: string; column: string; sequence: string }>(
      `SELECT own.name AS "table", a.attname::text AS column, pg_get_serial_sequence(own.name, a.attname) AS sequence
       FROM (${this.ownTables}) own JOIN pg_attribute a ON a.attrelid = own.oid AND a.attidentity <> ''
       ORDER BY own.name COLLATE "C", a.attnum`,
      [leftOut],
    );
    const positions: SequencePosition[] = [];
    for (const { table, column, sequence } of found) {
      const [position] = await session.query<{ lastValue: string; isCalled: boolean }>(
        `SELECT last_value::text AS "lastValue", is_called AS "isCalled" FROM ${sequence}`,
      );
      if (position !== undefined) positions.push({ table, column, ...position });
    }
    return positions;
  }

  async setSequence(session: Queryable, position: SequencePosition): Promise<void> {
    await session.query(`SELECT setval(pg_get_serial_sequence($1, $2), $3::bigint, $4)`, [
      position.table,
      position.column,
      position.lastValue,
      position.isCalled,
    ]);
  }
}
