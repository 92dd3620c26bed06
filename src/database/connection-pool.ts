import pg from 'pg';
import { collectTasks, runTasks } from './after-commit.js';
import { toDatabaseError } from './database-errors.js';
import { PooledClient } from './pooled-client.js';
import type { Queryable, ReadSource, Snapshot, SnapshotUse } from './queryable.js';

/** Each connection keeps its prepared statements until it ends. */
const maxStatementNames = 500;

export interface PoolOptions {
  readonly url: string;
  /** Max connections. */
  readonly size: number;
  /** Timeout of a statement, and of the wait for a connection. */
  readonly timeoutMs: number;
  /** More options of each connection. */
  readonly session?: Pick<pg.PoolConfig, 'idle_in_transaction_session_timeout' | 'lock_timeout'>;
}

/** Connections by state; `waiting` counts callers without one. */
interface PoolUsage {
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
}

/** Connections to one server. Throws the errors of database-errors.ts. */
export class ConnectionPool implements ReadSource {
  private readonly pool: pg.Pool;
  private readonly statementNames = new Map<string, string>();

  constructor(options: PoolOptions) {
    this.pool = createPool(options);
  }

  async query<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.withClient((client) => client.query<Row>(sql, values));
  }

  async prepared<Row extends pg.QueryResultRow>(
    sql: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    const name = this.statementName(sql);
    return this.withClient((client) =>
      name === null ? client.query<Row>(sql, values) : client.prepared<Row>(name, sql, values),
    );
  }

  /** Runs `work` in one transaction, which is rolled back if `work` throws. */
  async transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result> {
    return this.withClient((client) => inTransaction(client, work));
  }

  /**
   * Opens a read-only snapshot on a connection of its own. The timeout holds for each of its statements.
   * @throws DatabaseUnreachable, DatabaseTimeout
   */
  async openSnapshot(): Promise<Snapshot> {
    const client = new PooledClient(await this.connect());
    let closing: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      await client.rollBack();
      client.release();
    };
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    } catch (error) {
      await close();
      throw error;
    }
    return {
      query: (sql, values) => client.query(sql, values),
      close: () => (closing ??= close()),
    };
  }

  get usage(): PoolUsage {
    const { totalCount: total, idleCount: idle, waitingCount: waiting } = this.pool;
    return { total, idle, waiting };
  }

  end(): Promise<void> {
    return this.pool.end();
  }

  /** Returns null above the limit; the statement is then sent without a name. */
  private statementName(sql: string): string | null {
    const known = this.statementNames.get(sql);
    if (known !== undefined) return known;
    if (this.statementNames.size >= maxStatementNames) return null;
    const name = `statement ${this.statementNames.size + 1}`;
    this.statementNames.set(sql, name);
    return name;
  }

  private async withClient<Result>(work: (client: PooledClient) => Promise<Result>): Promise<Result> {
    const client = new PooledClient(await this.connect());
    try {
      return await work(client);
    } finally {
      client.release();
    }
  }

  private async connect(): Promise<pg.PoolClient> {
    try {
      return await this.pool.connect();
    } catch (error) {
      throw toDatabaseError(error);
    }
  }
}

/** Max snapshots of each use, for a pool of `poolSize` connections. */
export function maxSnapshots(poolSize: number): number {
  return Math.ceil(poolSize / 2);
}

/** Max counts at a time, whatever the size of the pool: each keeps a processor of the server busy. */
const maxCounts = 2;

/** Max connections of writers, for a pool of `poolSize` connections. */
export function maxWriters(poolSize: number): number {
  return Math.max(1, Math.floor(poolSize / 2));
}

/** Returns the pools of snapshots beside a pool of `poolSize` connections. */
export function snapshotPools({
  url,
  poolSize,
  timeoutMs,
}: Pick<PoolOptions, 'url' | 'timeoutMs'> & { readonly poolSize: number }): Readonly<
  Record<SnapshotUse, ConnectionPool>
> {
  const options = { url, size: maxSnapshots(poolSize), timeoutMs };
  return {
    file: new ConnectionPool(options),
    page: new ConnectionPool(options),
    count: new ConnectionPool({ ...options, size: maxCounts }),
  };
}

async function inTransaction<Result>(
  client: PooledClient,
  work: (transaction: Queryable) => Promise<Result>,
): Promise<Result> {
  await client.query('BEGIN');
  collectTasks(client);
  let result: Result;
  try {
    result = await work(client);
    await client.query('COMMIT');
  } catch (error) {
    await client.rollBack();
    throw error;
  }
  runTasks(client);
  return result;
}

function createPool({ url, size, timeoutMs, session }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    ...session,
    connectionString: url,
    max: size,
    connectionTimeoutMillis: timeoutMs,
    statement_timeout: timeoutMs,
    // For a server that does not answer at all; one that does cancels the statement by statement_timeout.
    query_timeout: timeoutMs + 500,
    application_name: 'organisations-directory',
    keepAlive: true,
  });
  // The pool drops an idle connection that breaks; without a listener the error would end the process.
  pool.on('error', () => undefined);
  // A new connection that breaks in the moment it is ready has lost the pool's listener and has none of its user yet.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
