import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type pg from 'pg';
import { ConnectionPool, maxWriters, snapshotPools } from './connection-pool.js';
import { type NotificationHandlers, NotificationListener } from './notification-listener.js';
import type { Queryable, ReadSource, Snapshot, SnapshotUse } from './queryable.js';
import { retryOnSerializationFailure } from './retry-on-serialization-failure.js';

export type { Queryable, Snapshot } from './queryable.js';

export const DATABASE_OPTIONS = Symbol('DATABASE_OPTIONS');

export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  /** Timeout of a statement, and of the wait for a connection. */
  readonly timeoutMs: number;
}

/** Background work, each with a connection of its own. Mail waits for its server; the log must never wait. */
export type BackgroundUse = 'mail' | 'log';

const backgroundIdleTimeoutMs = 60_000;
/**
 * Max wait of a writer for a lock. Longer waits would take all writers' connections while one row is locked. Above
 * PostgreSQL's `deadlock_timeout` of a second, so that a deadlock is detected first and the transaction retried.
 */
const lockTimeoutMs = 1_100;
/** Above it the server ends a writer's idle transaction and frees its locks; its process hangs or is cut off. */
const writerIdleTimeoutMs = 10_000;

/** The primary server, for all writes and for reads that a replica can't answer. */
@Injectable()
export class Database implements ReadSource, OnApplicationShutdown {
  private readonly pool: ConnectionPool;
  /** Of their own and fewer, so that writers that wait for locks take no connections from reads. */
  private readonly writePool: ConnectionPool;
  /** Of their own, so that slow readers of snapshots take no connections from requests, or from each other. */
  private readonly snapshotPools: Readonly<Record<SnapshotUse, ConnectionPool>>;
  /** Of their own, because background work holds its connection while it waits for others, such as a mail server. */
  private readonly backgroundPools: Readonly<Record<BackgroundUse, ConnectionPool>>;

  private readonly url: string;
  private readonly timeoutMs: number;

  constructor(@Inject(DATABASE_OPTIONS) { url, poolSize, timeoutMs }: DatabaseOptions) {
    this.url = url;
    this.timeoutMs = timeoutMs;
    this.pool = new ConnectionPool({ url, size: poolSize, timeoutMs });
    this.writePool = new ConnectionPool({
      url,
      size: maxWriters(poolSize),
      timeoutMs,
      session: {
        lock_timeout: lockTimeoutMs,
        idle_in_transaction_session_timeout: writerIdleTimeoutMs,
      },
    });
    this.snapshotPools = snapshotPools({ url, poolSize, timeoutMs });
    const background = {
      url,
      size: 1,
      timeoutMs,
      session: { idle_in_transaction_session_timeout: backgroundIdleTimeoutMs },
    };
    this.backgroundPools = { mail: new ConnectionPool(background), log: new ConnectionPool(background) };
  }

  query<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return retryOnSerializationFailure(this.timeoutMs, () => this.pool.query<Row>(sql, values));
  }

  prepared<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return retryOnSerializationFailure(this.timeoutMs, () => this.pool.prepared<Row>(sql, values));
  }

  /**
   * Runs a prepared statement that writes, as a transaction of its own.
   * @throws LockTimeout if a row stays locked for 1.1 seconds, and the errors of `query`
   */
  preparedWrite<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return retryOnSerializationFailure(this.timeoutMs, () => this.writePool.prepared<Row>(sql, values));
  }

  /**
   * Runs `work` in one transaction, which is rolled back if `work` throws. `work` runs again after a serialization failure,
   * so it must change nothing but the database.
   * @throws LockTimeout if a row or table stays locked for 1.1 seconds
   */
  transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result> {
    return retryOnSerializationFailure(this.timeoutMs, () => this.writePool.transaction(work));
  }

  /**
   * Runs `work` in a transaction on the one background connection of its use, without retries. The server ends the
   * transaction and frees its locks if it is idle for a minute.
   */
  backgroundTransaction<Result>(
    work: (transaction: Queryable) => Promise<Result>,
    use: BackgroundUse = 'mail',
  ): Promise<Result> {
    return this.backgroundPools[use].transaction(work);
  }

  /**
   * Opens a read-only snapshot on a connection of its own. The timeout holds for each of its statements.
   * @throws DatabaseUnreachable, DatabaseTimeout
   */
  openSnapshot(use: SnapshotUse = 'file'): Promise<Snapshot> {
    return this.snapshotPools[use].openSnapshot();
  }

  /** Returns a listener on a connection of its own, to be started and stopped by the caller. */
  createListener(handlers: NotificationHandlers): NotificationListener {
    return new NotificationListener(this.url, handlers);
  }

  private get pools(): ConnectionPool[] {
    return [
      this.pool,
      this.writePool,
      ...Object.values(this.snapshotPools),
      ...Object.values(this.backgroundPools),
    ];
  }

  /** Returns the connections of all pools by state, for the metrics. */
  poolUsage(): { total: number; idle: number; waiting: number } {
    const usages = this.pools.map((pool) => pool.usage);
    const sum = (count: (usage: (typeof usages)[number]) => number): number =>
      usages.reduce((total, usage) => total + count(usage), 0);
    return {
      total: sum((usage) => usage.total),
      idle: sum((usage) => usage.idle),
      waiting: sum((usage) => usage.waiting),
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.pools.map((pool) => pool.end()));
  }
}
