import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type pg from 'pg';
import { ConnectionPool } from './connection-pool.js';
import type { Queryable, ReadSource, Snapshot } from './queryable.js';
import { retryOnSerializationFailure } from './retry-on-serialization-failure.js';

export type { Queryable, Snapshot } from './queryable.js';

export const DATABASE_OPTIONS = Symbol('DATABASE_OPTIONS');

/** Where the database is and how long it is waited for. */
export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  /** Time after which a statement, or the wait for a connection, is given up. */
  readonly timeoutMs: number;
}

const backgroundIdleTimeoutMs = 60_000;

/** The primary server: what is written, and what must be read where it was written. */
@Injectable()
export class Database implements ReadSource, OnApplicationShutdown {
  private readonly pool: ConnectionPool;
  /** Snapshots are held as long as their reader takes; however slow that is, requests keep their connections. */
  private readonly snapshotPool: ConnectionPool;
  /** Work that waits for others, a mail server say, holds its connection so long; requests never wait for this one. */
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
   * Runs `work` in one transaction: all of it is kept, or nothing. It is run again where the server undoes it in favour of
   * another, so it must change nothing but the database.
   */
  transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result> {
    return retryOnSerializationFailure(this.timeoutMs, () => this.pool.transaction(work));
  }

  /**
   * A transaction on the one connection that is kept for work in the background: one at a time, and once. The server ends
   * it, and frees its locks, where nothing comes from this process for a minute.
   */
  backgroundTransaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result> {
    return this.backgroundPool.transaction(work);
  }

  /**
   * A read-only snapshot on a connection of its own; each of its statements has the time that any statement has.
   * @throws DatabaseUnreachable, DatabaseTimeout
   */
  openSnapshot(): Promise<Snapshot> {
    return this.snapshotPool.openSnapshot();
  }

  /** Connections in the pool, as gauges for the operator. */
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
