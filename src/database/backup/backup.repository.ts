import type { ApiSchema } from '../api-schema.js';
import type { Queryable } from '../queryable.js';
import type { BackupTable, SequencePosition } from './backup-format.js';

/** Quotes an identifier; table names include the schema. */
const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');

const columnList = ({ columns }: BackupTable): string => columns.map(quoted).join(', ');

/**
 * The tables that a restore leaves as they are. The definitions of dropped indexes describe one database and are no data.
 * API keys stay behind, because a restored one could be a key that was revoked after the backup.
 */
export const keptTables: readonly string[] = ['directory.deferred_index', 'notify.api_key'];

/** The tables that are in no backup. A restore begins a new log, whose positions the sequencer gives. */
const excludedTables: readonly string[] = [
  ...keptTables,
  'directory.change_log',
  'directory.change_log_head',
];

/** Returns a query for `oid` and `name` of every table of the schemas but the `excluded` ones. */
export function tablesOf(schemas: readonly ApiSchema[], excluded: readonly string[]): string {
  const list = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');
  return `
  SELECT c.oid, n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND n.nspname IN (${list(schemas.map((schema) => schema.name))})
    AND NOT n.nspname || '.' || c.relname = ANY (ARRAY[${list(excluded)}]::text[])`;
}

/** The SQL of a backup: the list of tables and the statements that copy them. */
export class BackupRepository {
  private readonly ownTables: string;

  constructor(schemas: readonly ApiSchema[]) {
    this.ownTables = tablesOf(schemas, excludedTables);
  }

  /** Makes the text form of values independent of the settings of server and role, and turns timeouts off. */
  async setFormats(session: Queryable): Promise<void> {
    await session.query(`SET LOCAL timezone = 'UTC'`);
    await session.query(`SET LOCAL datestyle = 'ISO, YMD'`);
    await session.query(`SET LOCAL intervalstyle = 'postgres'`);
    await session.query(`SET LOCAL extra_float_digits = 1`);
    await session.query(`SET LOCAL statement_timeout = 0`);
    await session.query(`SET LOCAL idle_in_transaction_session_timeout = 0`);
  }

  /** Begins a transaction whose statements all read the same snapshot. */
  async beginSnapshot(session: Queryable): Promise<void> {
    await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  }

  /** Lists the tables of all APIs with their columns, by name. Leaves out generated columns, and transaction ids, which belong to one server. */
  async listTables(session: Queryable): Promise<BackupTable[]> {
    return session.query<{ table: string; columns: string[] }>(
      `SELECT own.name AS "table", array_agg(a.attname::text ORDER BY a.attnum) AS columns
       FROM (${this.ownTables}) own
       JOIN pg_attribute a ON a.attrelid = own.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
         AND a.atttypid <> 'xid8'::regtype
       GROUP BY own.name ORDER BY own.name COLLATE "C"`,
    );
  }

  copyOutStatement(table: BackupTable): string {
    return `COPY ${quoted(table.table)} (${columnList(table)}) TO STDOUT`;
  }

  copyInStatement(table: BackupTable): string {
    return `COPY ${quoted(table.table)} (${columnList(table)}) FROM STDIN`;
  }

  /** Lists the positions of all identity columns. Sequences ignore the snapshot, but a later position is safe too. */
  async listSequences(session: Queryable): Promise<SequencePosition[]> {
    const found = await session.query<{ table: string; column: string; sequence: string }>(
      `SELECT own.name AS "table", a.attname::text AS column, pg_get_serial_sequence(own.name, a.attname) AS sequence
       FROM (${this.ownTables}) own JOIN pg_attribute a ON a.attrelid = own.oid AND a.attidentity <> ''
       ORDER BY own.name COLLATE "C", a.attnum`,
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
