import type { Queryable } from '../database.js';

/** A dropped index or foreign key, and the statement that recreates it. */
export interface DeferredIndex {
  readonly position: number;
  readonly name: string;
  readonly definition: string;
}

/** Tables whose secondary indexes and foreign keys are dropped; all names include the schema. */
export interface IndexedTables {
  readonly tables: readonly [string, ...string[]];
  /** Tables that the foreign keys of those refer to, other than themselves. */
  readonly referred: readonly string[];
  /** Indexes that the triggers of the load itself need. */
  readonly keptIndexes: readonly string[];
}

/** Any number that no other advisory lock of the service uses. */
const bulkLoadLock = 4_270_003;
/** For one build of an index, and for each of the processes that build it together. */
const buildMemory = '256MB';
const buildProcesses = 4;

/**
 * The only SQL that takes indexes and foreign keys out of the schema for a while. Primary keys and unique constraints
 * stay. Statements are kept in full, names with their schemas, so that they mean the same in every session.
 */
export class DeferredIndexRepository {
  /** Claims the right to take out and to bring back until the connection ends; false where another process has it. */
  async claim(session: Queryable): Promise<boolean> {
    const rows = await session.query<{ claimed: boolean }>('SELECT pg_try_advisory_lock($1) AS claimed', [
      bulkLoadLock,
    ]);
    return rows[0]?.claimed === true;
  }

  async releaseClaim(session: Queryable): Promise<void> {
    await session.query('SELECT pg_advisory_unlock($1)', [bulkLoadLock]);
  }

  /** False where the session's role does not own the list, as the service's role does not, or the list is not there. */
  async isOwned(session: Queryable): Promise<boolean> {
    const rows = await session.query<{ owned: boolean }>(
      `SELECT pg_has_role(relowner, 'USAGE') AS owned FROM pg_class WHERE oid = to_regclass('directory.set_aside')`,
    );
    return rows[0]?.owned === true;
  }

  async list(session: Queryable): Promise<DeferredIndex[]> {
    return session.query<DeferredIndex>(
      'SELECT position, name, definition FROM directory.set_aside ORDER BY position',
    );
  }

  /** True where a table holds at least so many rows. */
  async hasRows(session: Queryable, table: string, count: number): Promise<boolean> {
    const rows = await session.query<{ has: boolean }>(
      `SELECT count(*) >= $1 AS has FROM (SELECT FROM ${table} LIMIT $1) AS first_rows`,
      [count],
    );
    return rows[0]?.has === true;
  }

  /**
   * Takes the secondary indexes and the foreign keys of these tables out, having noted each; indexes first in the order
   * in which they are brought back. `referred` is locked first, as everything that changes them does.
   * @throws DatabaseTimeout where others use the tables for so long that they can't be locked
   */
  async dropSecondaryIndexes(
    transaction: Queryable,
    { tables, referred, keptIndexes }: IndexedTables,
  ): Promise<void> {
    await transaction.query(`SET LOCAL lock_timeout = '5s'`);
    await transaction.query(`SET LOCAL search_path = ''`);
    await transaction.query(`LOCK TABLE ${[...referred, ...tables].join(', ')} IN ACCESS EXCLUSIVE MODE`);
    await transaction.query(
      `INSERT INTO directory.set_aside (name, removal, definition)
       SELECT i.indexrelid::regclass::text, format('DROP INDEX %s', i.indexrelid::regclass),
         pg_get_indexdef(i.indexrelid)
       FROM pg_index i WHERE i.indrelid = ANY ($1::text[]::regclass[]) AND NOT i.indisunique AND NOT i.indisexclusion
         AND NOT i.indexrelid = ANY ($2::text[]::regclass[])
       ORDER BY i.indrelid, i.indexrelid`,
      [tables, keptIndexes],
    );
    await transaction.query(
      `INSERT INTO directory.set_aside (name, removal, definition)
       SELECT c.conname, format('ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid::regclass, c.conname),
         format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
       FROM pg_constraint c WHERE c.conrelid = ANY ($1::text[]::regclass[]) AND c.contype = 'f'
       ORDER BY c.conrelid, c.conname`,
      [tables],
    );
    const removals = await transaction.query<{ removal: string }>(
      'SELECT removal FROM directory.set_aside ORDER BY position',
    );
    for (const { removal } of removals) await transaction.query(removal);
  }

  /** Gives the builds of this session memory and processes. */
  async prepareBuilds(session: Queryable): Promise<void> {
    await session.query(
      `SELECT set_config('maintenance_work_mem', $1, false),
      set_config('max_parallel_maintenance_workers', $2, false)`,
      [buildMemory, String(buildProcesses)],
    );
  }

  /** Brings one back, where nobody has meanwhile. */
  async recreate(transaction: Queryable, { position, definition }: DeferredIndex): Promise<void> {
    const removed = await transaction.query(
      'DELETE FROM directory.set_aside WHERE position = $1 RETURNING position',
      [position],
    );
    if (removed.length > 0) await transaction.query(definition);
  }

  /** What the planner knows of the tables. */
  async analyse(session: Queryable, tables: readonly string[]): Promise<void> {
    await session.query(`ANALYZE ${tables.join(', ')}`);
  }
}
