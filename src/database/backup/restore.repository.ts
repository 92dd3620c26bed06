import type { ApiSchema } from '../api-schema.js';
import type { Queryable } from '../queryable.js';

/** What is taken off the tables while rows are put in, and the statements that put it back. */
interface Detached {
  readonly removal: string;
  readonly definition: string;
}

function tablesOf(schemas: readonly ApiSchema[]): string {
  const names = schemas.map((schema) => `'${schema.name}'`).join(', ');
  return `SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND n.nspname IN (${names})`;
}

const tableName = (relation: string): string => `${relation}::regclass::text`;

/** How far a counter jumps: so far that no counter that anybody remembers is met again. */
const counterJump = 2 ** 40;

/** The SQL that puts a backup back. All of it runs in one transaction, as the owner of the tables. */
export class RestoreRepository {
  private readonly ownTables: string;

  constructor(private readonly schemas: readonly ApiSchema[]) {
    this.ownTables = tablesOf(schemas);
  }

  /** Names are given with their schemas from here on. */
  async forgetSearchPath(transaction: Queryable): Promise<void> {
    await transaction.query(`SET LOCAL search_path = ''`);
  }

  /** False where the session's role may not change the tables, as the service's role may not. */
  async ownsTables(session: Queryable): Promise<boolean> {
    const [row] = await session.query<{ owns: boolean }>(
      `SELECT bool_and(pg_has_role(relowner, 'USAGE')) AS owns FROM pg_class WHERE oid IN (${this.ownTables})`,
    );
    return row?.owns === true;
  }

  /** Keeps everybody out until the end of the transaction, readers too. */
  async lockTables(transaction: Queryable): Promise<void> {
    await transaction.query(`LOCK TABLE ${await this.tableNames(transaction)} IN ACCESS EXCLUSIVE MODE`);
  }

  /** True where nothing is in the tables but what the migrations put there. */
  async isEmpty(session: Queryable): Promise<boolean> {
    const [row] = await session.query<{ empty: boolean }>(
      `SELECT ${this.schemas.map((schema) => schema.isEmpty).join(' AND ')} AS empty`,
    );
    return row?.empty === true;
  }

  /** The highest count of changes that anybody can have read from this database. */
  async highestCount(transaction: Queryable): Promise<string> {
    const [row] = await transaction.query<{ highest: string }>(
      `SELECT coalesce(max(changes), 0)::text AS highest FROM directory.change_counter`,
    );
    return row?.highest ?? '0';
  }

  /**
   * Takes triggers, foreign keys and secondary indexes off all tables: the rows bring along what the triggers worked out,
   * and the rest is checked and built at once when they are in.
   */
  async detach(transaction: Queryable): Promise<Detached[]> {
    const triggers = await transaction.query<Detached>(
      `SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', ${tableName('t.tgrelid')}, t.tgname) AS removal,
         format('ALTER TABLE %s ENABLE %s TRIGGER %I', ${tableName('t.tgrelid')},
           CASE t.tgenabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' ELSE '' END, t.tgname) AS definition
       FROM pg_trigger t WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND t.tgrelid IN (${this.ownTables})
       ORDER BY t.tgrelid, t.tgname`,
    );
    const indexes = await transaction.query<Detached>(
      `SELECT format('DROP INDEX %s', ${tableName('i.indexrelid')}) AS removal,
         pg_get_indexdef(i.indexrelid) AS definition
       FROM pg_index i WHERE i.indrelid IN (${this.ownTables}) AND NOT i.indisunique AND NOT i.indisexclusion
       ORDER BY i.indrelid, i.indexrelid`,
    );
    const foreignKeys = await transaction.query<Detached>(
      `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', ${tableName('c.conrelid')}, c.conname) AS removal,
         format('ALTER TABLE %s ADD CONSTRAINT %I %s', ${tableName('c.conrelid')}, c.conname,
           pg_get_constraintdef(c.oid)) AS definition
       FROM pg_constraint c WHERE c.conrelid IN (${this.ownTables}) AND c.contype = 'f' ORDER BY c.conrelid, c.conname`,
    );
    const detached = [...indexes, ...foreignKeys, ...triggers];
    for (const { removal } of detached) await transaction.query(removal);
    return detached;
  }

  async attach(transaction: Queryable, detached: readonly Detached[]): Promise<void> {
    for (const { definition } of detached) await transaction.query(definition);
    // Restored rows are checked by what was just put back; statistics are for the statements that follow.
    await transaction.query(`ANALYZE ${await this.tableNames(transaction)}`);
  }

  /** To be called while the tables are detached: history refuses it otherwise. */
  async emptyTables(transaction: Queryable): Promise<void> {
    await transaction.query(`TRUNCATE ${await this.tableNames(transaction)}`);
  }

  /**
   * Counts all counters of changes on, beyond whatever they were before and by a jump that nobody can foresee: a service
   * that runs all the while must not take what it remembers for what is there now.
   */
  async jumpCounters(transaction: Queryable, highestBefore: string): Promise<void> {
    await transaction.query(
      `UPDATE directory.change_counter
       SET changes = greatest(changes, $1::bigint) + 1 + (random() * ${counterJump})::bigint`,
      [highestBefore],
    );
  }

  private async tableNames(session: Queryable): Promise<string> {
    const [row] = await session.query<{ names: string }>(
      `SELECT string_agg(${tableName('own.oid')}, ', ' ORDER BY own.oid) AS names FROM (${this.ownTables}) own`,
    );
    return row?.names ?? '';
  }
}
