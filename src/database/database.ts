import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { toDatabaseProblem } from './database-errors.js';
import { PooledClient } from './pooled-client.js';

export const DATABASE_OPTIONS = Symbol('DATABASE_OPTIONS');

/** Where the database is and how long it is waited for. */
export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  /** Time after which a statement, or the wait for a connection, is given up. */
  readonly timeoutMs: number;
}

/** What repositories run their SQL on: the pool, or one transaction. */
export interface Queryable {
  /** @throws DatabaseUnreachable, DatabaseTimeout, ConstraintViolation, or the driver's error */
  query<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** The database as it is at the moment of the first query, for reads that must agree with each other. */
export interface Snapshot extends Queryable {
  /** Gives the connection back. May be called again; never throws. */
  close(): Promise<void>;
}

const backgroundIdleTimeoutMs = 60_000;

/** The connection pool. Every failure comes out as a problem the callers know; see `toDatabaseProblem`. */
@Injectable()
export class Database implements Queryable, OnApplicationShutdown {
  private readonly pool: pg.Pool;
  /** Snapshots are held as long as their reader takes; however slow that is, requests keep their connections. */
  private readonly snapshotPool: pg.Pool;
  /** Work that waits for others, a mail server say, holds its connection so long; requests never wait for this one. */
  private readonly backgroundPool: pg.Pool;

  constructor(@Inject(DATABASE_OPTIONS) options: DatabaseOptions) {
    this.pool = createPool(options, options.poolSize);
    this.snapshotPool = createPool(options, Math.ceil(options.poolSize / 2));
    this.backgroundPool = createPool(options, 1, {
      idle_in_transaction_session_timeout: backgroundIdleTimeoutMs,
    });
  }

  async query<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.withClient((client) => client.query<Row>(sql, values));
  }

  /** Runs `work` in one transaction: all of it is kept, or nothing. */
  async transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result> {
    return this.withClient((client) => inTransaction(client, work));
  }

  /**
   * A transaction on the one connection that is kept for work in the background: one at a time. The server ends it, and
   * frees its locks, where nothing comes from this process for a minute.
   */
  async backgroundTransaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result> {
    return this.withClient((client) => inTransaction(client, work), this.backgroundPool);
  }

  /**
   * A read-only snapshot on a connection of its own; each of its statements has the time that any statement has.
   * @throws DatabaseUnreachable, DatabaseTimeout
   */
  async openSnapshot(): Promise<Snapshot> {
    const client = new PooledClient(await connect(this.snapshotPool));
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

  /** Connections in the pool, as gauges for the operator. */
  poolUsage(): { total: number; idle: number; waiting: number } {
    const pools = [this.pool, this.snapshotPool, this.backgroundPool];
    const sum = (count: (pool: pg.Pool) => number): number =>
      pools.reduce((total, pool) => total + count(pool), 0);
    return {
      total: sum((pool) => pool.totalCount),
      idle: sum((pool) => pool.idleCount),
      waiting: sum((pool) => pool.waitingCount),
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.pool.end(), this.snapshotPool.end(), this.backgroundPool.end()]);
  }

  private async withClient<Result>(
    work: (client: PooledClient) => Promise<Result>,
    pool = this.pool,
  ): Promise<Result> {
    const client = new PooledClient(await connect(pool));
    try {
      return await work(client);
    } finally {
      client.release();
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

function createPool(options: DatabaseOptions, max: number, more: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({
    ...more,
    connectionString: options.url,
    max,
    connectionTimeoutMillis: options.timeoutMs,
    statement_timeout: options.timeoutMs,
    // The server ends a slow statement itself; this one is for a server that no longer answers at all.
    query_timeout: options.timeoutMs + 500,
    application_name: 'organisations-directory',
    keepAlive: true,
  });
  // An idle connection that breaks is dropped by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw toDatabaseProblem(error);
  }
}
