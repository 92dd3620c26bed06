import type { Queryable } from '../database.js';

/** A dropped index or foreign key, and the statement that recreates it. */
export interface DeferredIndex {
  readonly position: number;
  readonly name: string;
  readonly definition: string;
}

interface Removal {
  readonly removal: string;
}

/** The key of the advisory lock, unique in the service. */
const bulkLoadLock = 4_270_003;
/** Memory for each parallel worker of an index build. */
const buildMemory = '256MB';
const buildProcesses = 4;

/**
 * The only SQL that drops and recreates indexes and foreign keys, for bulk loads and for restores. Primary keys and
 * unique constraints stay. Definitions name each schema, so that they mean the same in every session.
 */
export class DeferredIndexRepository {
  /** Reserves bulk loading for this session until its connection ends. Returns false if another process has it. */
  async claim(session: Queryable): Promise<boolean> {
    const rows = await session.query<{ claimed: boolean }>('SELECT pg_try_advisory_lock($1) AS claimed', [
      bulkLoadLock,
    ]);
    return rows[0]?.claimed === true;
  }

  async releaseClaim(session: Queryable): Promise<void> {
    await session.query('SELECT pg_advisory_unlock($1)', [bulkLoadLock]);
  }

  /** Returns false if the list does not exist or the session's role is not its owner. The service's role is not. */
  async isOwned(session: Queryable): Promise<boolean> {
    const rows = await session.query<{ owned: boolean }>(
      `SELECT pg_has_role(relowner, 'USAGE') AS owned FROM pg_class WHERE oid = to_regclass('directory.deferred_index')`,
    );
    return rows[0]?.owned === true;
  }

  /** Lists the dropped indexes and foreign keys in the order of recreation. */
  async list(session: Queryable): Promise<DeferredIndex[]> {
    return session.query<DeferredIndex>(
      'SELECT position, name, definition FROM directory.deferred_index ORDER BY position',
    );
  }

  /** Returns true if a table has at least `count` rows. */
  async hasRows(session: Queryable, table: string, count: number): Promise<boolean> {
    const rows = await session.query<{ has: boolean }>(
      `SELECT count(*) >= $1 AS has FROM (SELECT FROM ${table} LIMIT $1) AS first_rows`,
      [count],
    );
    return rows[0]?.has === true;
  }

  /**
   * Locks tables against readers and writers.
   * @throws DatabaseTimeout if they stay in use for 5 seconds
   */
  async lock(transaction: Queryable, tables: readonly string[]): Promise<void> {
    await transaction.query(`SET LOCAL lock_timeout = '5s'`);
    await transaction.query(`LOCK TABLE ${tables.join(', ')} IN ACCESS EXCLUSIVE MODE`);
  }

  /**
   * Drops the secondary indexes and foreign keys of locked tables, in the transaction that lists them. Indexes are
   * recreated before foreign keys.
   * @param tables names with their schemas
   * @param keptIndexes names with their schemas
   */
  async dropSecondaryIndexes(
    transaction: Queryable,
    tables: readonly string[],
    keptIndexes: readonly string[] = [],
  ): Promise<void> {
    await transaction.query(`SET LOCAL search_path = ''`);
    const indexes = await transaction.query<Removal>(
      `INSERT INTO directory.deferred_index (name, removal, definition)
       SELECT i.indexrelid::regclass::text, format('DROP INDEX %s', i.indexrelid::regclass),
         pg_get_indexdef(i.indexrelid)
       FROM pg_index i WHERE i.indrelid = ANY ($1::text[]::regclass[]) AND NOT i.indisunique AND NOT i.indisexclusion
         AND NOT i.indexrelid = ANY ($2::text[]::regclass[])
       ORDER BY i.indrelid, i.indexrelid RETURNING removal`,
      [tables, keptIndexes],
    );
    const foreignKeys = await transaction.query<Removal>(
      `INSERT INTO directory.deferred_index (name, removal, definition)
       SELECT c.conname, format('ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid::regclass, c.conname),
         format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
       FROM pg_constraint c WHERE c.conrelid = ANY ($1::text[]::regclass[]) AND c.contype = 'f'
       ORDER BY c.conrelid, c.conname RETURNING removal`,
      [tables],
    );
    for (const { removal } of [...indexes, ...foreignKeys]) await transaction.query(removal);
  }

  /** Gives the index builds of this session more memory and parallel workers. */
  async prepareBuilds(session: Queryable): Promise<void> {
    await session.query(
      `SELECT set_config('maintenance_work_mem', $1, false),
      set_config('max_parallel_maintenance_workers', $2, false)`,
      [buildMemory, String(buildProcesses)],
    );
  }

  /** Recreates an index or foreign key, unless another process already has. */
  async recreate(transaction: Queryable, { position, definition }: DeferredIndex): Promise<void> {
    const removed = await transaction.query(
      'DELETE FROM directory.deferred_index WHERE position = $1 RETURNING position',
      [position],
    );
    if (removed.length > 0) await transaction.query(definition);
  }

  async analyse(session: Queryable, tables: readonly string[]): Promise<void> {
    await session.query(`ANALYZE ${tables.join(', ')}`);
  }
}
