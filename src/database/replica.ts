import pg from 'pg';
import { ConnectionPool } from './connection-pool.js';
import type { ReadSource, Snapshot } from './queryable.js';

/** `used`: asked in its turn; `lagging`: just now answered with what is too old, left out for a moment; `down`: left out. */
export type ReplicaState = 'used' | 'lagging' | 'down';

export interface ReplicaOptions {
  readonly url: string;
  readonly poolSize: number;
  /** Time after which a statement, or the wait for a connection, is given up and the primary asked instead. */
  readonly timeoutMs: number;
  /** The same for snapshots, which nobody else goes on with once their reader has had a part. */
  readonly snapshotTimeoutMs: number;
}

/** Something that happened to a replica, in words for the operator. */
type Tell = (level: 'log' | 'warn', message: string) => void;

/**
 * The pauses after answers that were too old, each twice the one before. Replicas are a few milliseconds behind after
 * every change, which is no reason to do without them; one that stays behind must not cost each request a query.
 */
const firstPauseMs = 10;
const longestPauseMs = 1_000;
/** PostgreSQL codes of failures of one statement, not of the server: cancelled (its time was up), in recovery's way. */
const passingCode = /^(57014|40001|40P01)$/;
/** A server that no longer answers doesn't take leave either. */
const closeLimitMs = 1_000;

/** One read replica: its connections, and whether it is asked just now. */
export class Replica {
  /** Host, port and database. */
  readonly name: string;
  private readonly pool: ConnectionPool;
  private readonly snapshotPool: ConnectionPool;
  /** Probes neither wait for requests nor keep them waiting. */
  private readonly probePool: ConnectionPool;
  private isUp = false;
  private isTold = false;
  private tooOldInARow = 0;
  private pausedUntil = 0;

  constructor(
    { url, poolSize, timeoutMs, snapshotTimeoutMs }: ReplicaOptions,
    private readonly tell: Tell,
  ) {
    this.name = nameOf(url);
    this.pool = new ConnectionPool({ url, size: poolSize, timeoutMs });
    this.snapshotPool = new ConnectionPool({
      url,
      size: Math.ceil(poolSize / 2),
      timeoutMs: snapshotTimeoutMs,
    });
    this.probePool = new ConnectionPool({ url, size: 1, timeoutMs });
  }

  get state(): ReplicaState {
    if (!this.isUp) return 'down';
    return performance.now() < this.pausedUntil ? 'lagging' : 'used';
  }

  get source(): ReadSource {
    return this.pool;
  }

  /** For the prober alone. */
  get probe(): ReadSource {
    return this.probePool;
  }

  openSnapshot(): Promise<Snapshot> {
    return this.snapshotPool.openSnapshot();
  }

  /** It can be asked, as the prober found. */
  comeBack(): void {
    if (this.isUp) return;
    this.isUp = true;
    this.isTold = false;
    this.tell('log', `the replica ${this.name} is in use`);
  }

  /** It can't be asked until the prober finds that it can. Told once each time. */
  leaveOut(reason: string): void {
    this.isUp = false;
    if (this.isTold) return;
    this.isTold = true;
    this.tell('warn', `the replica ${this.name} is left out: ${reason}`);
  }

  /** Its answer was new enough. */
  keptUp(): void {
    if (this.pauseMs >= longestPauseMs) this.tell('log', `the replica ${this.name} has caught up`);
    this.tooOldInARow = 0;
  }

  /** Its answer was too old. */
  fellBehind(): void {
    // Of requests that were under way together, one lengthens the pause.
    if (this.state === 'lagging') return;
    const was = this.pauseMs;
    this.tooOldInARow += 1;
    this.pausedUntil = performance.now() + this.pauseMs;
    if (was < longestPauseMs && this.pauseMs >= longestPauseMs)
      this.tell('warn', `the replica ${this.name} lags behind`);
  }

  /** A statement failed: the replica is left out, unless it was only that statement's bad luck. */
  failed(error: unknown): void {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    if (cause instanceof pg.DatabaseError && passingCode.test(cause.code ?? '')) return;
    this.leaveOut(cause instanceof Error ? reasonOf(cause) : String(cause));
  }

  async close(): Promise<void> {
    const ended = Promise.all([this.pool.end(), this.snapshotPool.end(), this.probePool.end()]);
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, closeLimitMs);
    });
    await Promise.race([ended, limit]);
    clearTimeout(timer);
  }

  private get pauseMs(): number {
    if (this.tooOldInARow === 0) return 0;
    return Math.min(firstPauseMs * 2 ** (this.tooOldInARow - 1), longestPauseMs);
  }
}

/** Of several addresses that were tried in vain, the first one's reason. */
function reasonOf(error: Error): string {
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  return first instanceof Error ? first.message : error.name;
}

function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
