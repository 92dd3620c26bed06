import pg from 'pg';
import { toDatabaseError } from './database-errors.js';
import { PooledClient } from './pooled-client.js';
import type { Queryable, ReadSource, Snapshot } from './queryable.js';
import { StatementNames } from './statement-names.js';

/** Where a server is and how long it is waited for. */
export interface PoolOptions {
  readonly url: string;
  /** The most connections. */
  readonly size: number;
  /** Time after which a statement, or the wait for a connection, is given up. */
  readonly timeoutMs: number;
  /** Set on each connection beside these. */
  readonly session?: Pick<pg.PoolConfig, 'idle_in_transaction_session_timeout'>;
}

/** How connections are used. */
interface PoolUsage {
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
}

/** Connections to one server. Every failure comes out as a problem the callers know; see `toDatabaseError`. */
export class ConnectionPool implements ReadSource {
  private readonly pool: pg.Pool;
  private readonly statements = new StatementNames();

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
    const name = this.statements.nameOf(sql);
    return this.withClient((client) =>
      name === null ? client.query<Row>(sql, values) : client.prepared<Row>(name, sql, values),
    );
  }

  /** Runs `work` in one transaction: all of it is kept, or nothing. */
  async transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result> {
    return this.withClient((client) => inTransaction(client, work));
  }

  /**
   * A read-only snapshot on a connection of its own; each of its statements has the time that any statement has.
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

async function inTransaction<Result>(
  client: PooledClient,
  work: (transaction: Queryable) => Promise<Result>,
): Promise<Result> {
  await client.query('BEGIN');
  try {
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.rollBack();
    throw error;
  }
}

function createPool({ url, size, timeoutMs, session }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    ...session,
    connectionString: url,
    max: size,
    connectionTimeoutMillis: timeoutMs,
    statement_timeout: timeoutMs,
    // The server ends a slow statement itself; this one is for a server that no longer answers at all.
    query_timeout: timeoutMs + 500,
    application_name: 'organisations-directory',
    keepAlive: true,
  });
  // An idle connection that breaks is dropped by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}
