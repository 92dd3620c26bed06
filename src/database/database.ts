import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type pg from 'pg';
import { ConnectionPool } from './connection-pool.js';
import type { Queryable, ReadSource, Snapshot } from './queryable.js';
import { retryOnSerializationFailure } from './retry-on-serialization-failure.js';

export type { Queryable, Snapshot } from './queryable.js';

export const DATABASE_OPTIONS = Symbol('DATABASE_OPTIONS');

export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  /** Timeout of a statement, and of the wait for a connection. */
  readonly timeoutMs: number;
}

const backgroundIdleTimeoutMs = 60_000;

/** The primary server, for all writes and for reads that a replica can't answer. */
@Injectable()
export class Database implements ReadSource, OnApplicationShutdown {
  private readonly pool: ConnectionPool;
  /** Of its own, so that slow readers of snapshots take no connections from requests. */
  private readonly snapshotPool: ConnectionPool;
  /** Of its own, because background work holds its connection while it waits for others, such as a mail server. */
  private readonly backgroundPool: ConnectionPool;

  private readonly timeoutMs: number;

  constructor(@Inject(DATABASE_OPTIONS) { url, poolSize, timeoutMs }: DatabaseOptions) {
    this.timeoutMs = timeoutMs;
    this.pool = new ConnectionPool({ url, size: poolSize, timeoutMs });
    this.snapshotPool = new ConnectionPool({ url, size: Math.ceil(poolSize / 2), timeoutMs });
    this.backgroundPool = new ConnectionPool({
      url,
      size: 1,
      timeoutMs,
      session: { idle_in_transaction_session_timeout: backgroundIdleTimeoutMs },
    });
  }

  query<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return retryOnSerializationFailure(this.timeoutMs, () => this.pool.query<Row>(sql, values));
  }

  prepared<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return retryOnSerializationFailure(this.timeoutMs, () => this.pool.prepared<Row>(sql, values));
  }

  /**
   * Runs `work` in one transaction, which is rolled back if `work` throws. `work` runs again after a serialization failure,
   * so it must change nothing but the database.
   */
  transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result> {
    return retryOnSerializationFailure(this.timeoutMs, () => this.pool.transaction(work));
  }

  /**
   * Runs `work` in a transaction on the one background connection, without retries. The server ends the transaction and
   * frees its locks if it is idle for a minute.
   */
  backgroundTransaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result> {
    return this.backgroundPool.transaction(work);
  }

  /**
   * Opens a read-only snapshot on a connection of its own. The timeout holds for each of its statements.
   * @throws DatabaseUnreachable, DatabaseTimeout
   */
  openSnapshot(): Promise<Snapshot> {
    return this.snapshotPool.openSnapshot();
  }

  /** Returns the connections of all pools by state, for the metrics. */
  poolUsage(): { total: number; idle: number; waiting: number } {
    const usages = [this.pool, this.snapshotPool, this.backgroundPool].map((pool) => pool.usage);
    const sum = (count: (usage: (typeof usages)[number]) => number): number =>
      usages.reduce((total, usage) => total + count(usage), 0);
    return {
      total: sum((usage) => usage.total),
      idle: sum((usage) => usage.idle),
      waiting: sum((usage) => usage.waiting),
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.pool.end(), this.snapshotPool.end(), this.backgroundPool.end()]);
  }
}
