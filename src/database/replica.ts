import pg from 'pg';
import { ConnectionPool, snapshotPools } from './connection-pool.js';
import type { ReadSource, Snapshot, SnapshotUse } from './queryable.js';

/** `lagging`: paused after a stale answer. `down`: not used until the prober finds it usable. */
export type ReplicaState = 'used' | 'lagging' | 'down';

export interface ReplicaOptions {
  readonly url: string;
  readonly poolSize: number;
  /** Timeout of a statement, and of the wait for a connection, after which the primary is asked. */
  readonly timeoutMs: number;
  /** The same for snapshots; the primary can't continue one that is half read. */
  readonly snapshotTimeoutMs: number;
}

type Log = (level: 'log' | 'warn', message: string) => void;

/**
 * Pauses after stale answers; each is twice the one before. A replica is always a few milliseconds behind after a change
 * and must stay in use; one that stays behind must not cost each request a query.
 */
const firstPauseMs = 10;
const maxPauseMs = 1_000;
/** PostgreSQL codes of one statement's failure: cancelled by its timeout or by recovery. */
const statementCode = /^(57014|40001|40P01)$/;
/** A server that does not answer never closes its connections. */
const closeTimeoutMs = 1_000;

/** The connections to one read replica, and its state. */
export class Replica {
  /** Host, port and database. */
  readonly name: string;
  private readonly pool: ConnectionPool;
  private readonly snapshotPools: Readonly<Record<SnapshotUse, ConnectionPool>>;
  /** Of its own, so that probes and requests do not wait for each other. */
  private readonly probePool: ConnectionPool;
  private isUp = false;
  private isDownLogged = false;
  private staleInARow = 0;
  private pausedUntil = 0;

  constructor(
    { url, poolSize, timeoutMs, snapshotTimeoutMs }: ReplicaOptions,
    private readonly log: Log,
  ) {
    this.name = nameOf(url);
    this.pool = new ConnectionPool({ url, size: poolSize, timeoutMs });
    this.snapshotPools = snapshotPools({ url, poolSize, timeoutMs: snapshotTimeoutMs });
    this.probePool = new ConnectionPool({ url, size: 1, timeoutMs });
  }

  get state(): ReplicaState {
    if (!this.isUp) return 'down';
    return performance.now() < this.pausedUntil ? 'lagging' : 'used';
  }

  get source(): ReadSource {
    return this.pool;
  }

  /** For the prober. */
  get probe(): ReadSource {
    return this.probePool;
  }

  openSnapshot(use: SnapshotUse): Promise<Snapshot> {
    return this.snapshotPools[use].openSnapshot();
  }

  /** Called by the prober for a usable replica. */
  markUp(): void {
    if (this.isUp) return;
    this.isUp = true;
    this.isDownLogged = false;
    this.log('log', `the replica ${this.name} is in use`);
  }

  /** Excludes the replica until the prober calls `markUp`; logs the reason once. */
  markDown(reason: string): void {
    this.isUp = false;
    if (this.isDownLogged) return;
    this.isDownLogged = true;
    this.log('warn', `the replica ${this.name} is left out: ${reason}`);
  }

  noteFresh(): void {
    if (this.pauseMs >= maxPauseMs) this.log('log', `the replica ${this.name} has caught up`);
    this.staleInARow = 0;
  }

  noteStale(): void {
    // Of concurrent requests only the first makes the pause longer.
    if (this.state === 'lagging') return;
    const formerPauseMs = this.pauseMs;
    this.staleInARow += 1;
    this.pausedUntil = performance.now() + this.pauseMs;
    if (formerPauseMs < maxPauseMs && this.pauseMs >= maxPauseMs)
      this.log('warn', `the replica ${this.name} lags behind`);
  }

  /** Marks the replica down unless the failure concerns one statement only. */
  noteFailure(error: unknown): void {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    if (cause instanceof pg.DatabaseError && statementCode.test(cause.code ?? '')) return;
    this.markDown(cause instanceof Error ? reasonOf(cause) : String(cause));
  }

  async close(): Promise<void> {
    const pools = [this.pool, ...Object.values(this.snapshotPools), this.probePool];
    const ended = Promise.all(pools.map((pool) => pool.end()));
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, closeTimeoutMs);
    });
    await Promise.race([ended, limit]);
    clearTimeout(timer);
  }

  private get pauseMs(): number {
    if (this.staleInARow === 0) return 0;
    return Math.min(firstPauseMs * 2 ** (this.staleInARow - 1), maxPauseMs);
  }
}

/** Returns the message; of an AggregateError for several addresses, the first one's. */
function reasonOf(error: Error): string {
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  return first instanceof Error ? first.message : error.name;
}

function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
