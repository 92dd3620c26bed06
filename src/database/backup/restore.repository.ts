import type { ApiSchema } from '../api-schema.js';
import { DeferredIndexRepository } from '../bulk-load/deferred-index.repository.js';
import type { Queryable } from '../queryable.js';
import { keptTables, tablesOf } from './backup.repository.js';

/** The statements that disable and enable a trigger. */
interface TriggerSwitch {
  readonly disable: string;
  readonly enable: string;
}

/** The range of a counter's random jump, so large that no cached counter value occurs again. */
const counterJump = 2 ** 40;

/** The SQL of a restore. Everything runs in one transaction, as the owner of the tables. */
export class RestoreRepository {
  private readonly deferredIndexes = new DeferredIndexRepository();
  private readonly ownTables: string;
  private readonly dataTables: string;

  constructor(private readonly schemas: readonly ApiSchema[]) {
    this.ownTables = tablesOf(schemas, []);
    this.dataTables = tablesOf(schemas, keptTables);
  }

  /** Returns false if the session's role does not own every table. */
  async ownsTables(session: Queryable): Promise<boolean> {
    const [row] = await session.query<{ owns: boolean }>(
      `SELECT bool_and(pg_has_role(relowner, 'USAGE')) AS owns FROM pg_class WHERE oid IN (SELECT oid FROM (${this.ownTables}) own)`,
    );
    return row?.owns === true;
  }

  /** Locks all tables against readers and writers until the end of the transaction. */
  async lockTables(transaction: Queryable): Promise<void> {
    await transaction.query(
      `LOCK TABLE ${(await this.names(transaction, this.ownTables)).join(', ')} IN ACCESS EXCLUSIVE MODE`,
    );
  }

  /** Returns true if the tables hold only the rows of the migrations. */
  async isEmpty(session: Queryable): Promise<boolean> {
    const [row] = await session.query<{ empty: boolean }>(
      `SELECT ${this.schemas.map((schema) => schema.isEmpty).join(' AND ')} AS empty`,
    );
    return row?.empty === true;
  }

  /** Returns the highest change counter, a bigint in decimal digits. */
  async highestCount(transaction: Queryable): Promise<string> {
    const [row] = await transaction.query<{ highest: string }>(
      `SELECT coalesce(max(changes), 0)::text AS highest FROM directory.change_counter`,
    );
    return row?.highest ?? '0';
  }

  /**
   * Runs `load` on empty tables without triggers, foreign keys and secondary indexes, and puts these back afterwards. The
   * rows of a backup already contain the results of the triggers.
   */
  async replaceRows<Result>(
    transaction: Queryable,
    load: () => Promise<Result>,
    onLoaded: () => void,
  ): Promise<Result> {
    const tables = await this.names(transaction, this.dataTables);
    const triggers = await this.listTriggers(transaction);
    await this.deferredIndexes.dropSecondaryIndexes(transaction, tables);
    for (const { disable } of triggers) await transaction.query(disable);
    await transaction.query(`TRUNCATE ${tables.join(', ')}`);
    const result = await load();
    onLoaded();
    // The list may begin with indexes that a killed bulk load dropped.
    for (const deferred of await this.deferredIndexes.list(transaction))
      await this.deferredIndexes.recreate(transaction, deferred);
    for (const { enable } of triggers) await transaction.query(enable);
    await this.deferredIndexes.analyse(transaction, tables);
    return result;
  }

  /**
   * Raises every change counter above its former values by a random amount, so that a running service does not take its
   * cache for the restored state.
   */
  async jumpCounters(transaction: Queryable, highestBefore: string): Promise<void> {
    await transaction.query(
      `UPDATE directory.change_counter
       SET changes = greatest(changes, $1::bigint) + 1 + (random() * ${counterJump})::bigint`,
      [highestBefore],
    );
  }

  /** Begins a new log of changes, if the backup's release has one: a client of the log before must not go on in it. */
  async beginChangeLog(transaction: Queryable): Promise<void> {
    const begin = 'directory.begin_change_log()';
    const [found] = await transaction.query<{ exists: boolean }>(
      `SELECT to_regprocedure('${begin}') IS NOT NULL AS exists`,
    );
    if (found?.exists === true) await transaction.query(`SELECT ${begin}`);
  }

  private async listTriggers(transaction: Queryable): Promise<TriggerSwitch[]> {
    return transaction.query<TriggerSwitch>(
      `SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', own.name, t.tgname) AS disable,
         format('ALTER TABLE %s ENABLE %s TRIGGER %I', own.name,
           CASE t.tgenabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' ELSE '' END, t.tgname) AS enable
       FROM pg_trigger t JOIN (${this.dataTables}) own ON own.oid = t.tgrelid
       WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' ORDER BY t.tgrelid, t.tgname`,
    );
  }

  private async names(session: Queryable, tables: string): Promise<string[]> {
    const rows = await session.query<{ name: string }>(`${tables} ORDER BY c.oid`);
    return rows.map(({ name }) => name);
  }
}
