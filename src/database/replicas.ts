import {
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { Database } from './database.js';
import type { ReadSource, Snapshot, SnapshotUse } from './queryable.js';
import { Replica, type ReplicaState } from './replica.js';
import { ReplicaProber } from './replica-prober.js';

/** Short, because the primary answers the same request after it. */
const maxTimeoutMs = 1_000;

/** `fresh`: a replica answered. Otherwise the primary did: the replica's answer was stale, failed, or no replica was usable. */
type Outcome = 'fresh' | 'stale' | 'failed' | 'none';

interface ReplicasOptions {
  readonly urls: readonly string[];
  readonly poolSize: number;
  /** Timeout of the primary; replicas have at most a second. */
  readonly timeoutMs: number;
}

/**
 * Reads from replicas in turn. If a replica is unreachable, slow or stale, the primary answers the same request, so a
 * replica never makes a request fail.
 */
export class Replicas implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly logger = new Logger('Replicas');
  private readonly replicas: readonly Replica[];
  private readonly prober: ReplicaProber;
  private readonly outcomes: Record<Outcome, number> = { fresh: 0, stale: 0, failed: 0, none: 0 };
  private turn = 0;

  constructor(
    private readonly primary: Database,
    { urls, poolSize, timeoutMs }: ReplicasOptions,
  ) {
    const limits = { timeoutMs: Math.min(timeoutMs, maxTimeoutMs), snapshotTimeoutMs: timeoutMs };
    this.replicas = urls.map(
      (url) =>
        new Replica({ url, poolSize, ...limits }, (level, message) => {
          this.logger[level](message);
        }),
    );
    this.prober = new ReplicaProber(primary, this.replicas);
  }

  get areConfigured(): boolean {
    return this.replicas.length > 0;
  }

  /**
   * Returns a replica's answer, or the primary's if there is no usable replica or its answer failed or is stale.
   * @param ask called once or twice, each time with another server
   * @param isFresh true if the answer is new enough
   * @throws the error of `ask` on the primary
   */
  async read<Answer>(
    ask: (source: ReadSource) => Promise<Answer>,
    isFresh: (answer: Answer) => boolean,
  ): Promise<Answer> {
    const replica = this.next();
    if (replica === null) {
      this.outcomes.none += 1;
      return ask(this.primary);
    }
    const answer = await this.attempt(replica, () => ask(replica.source), isFresh);
    return answer === null ? ask(this.primary) : answer.value;
  }

  /**
   * Opens a snapshot of a replica. Returns null if no replica is usable, or it fails or is stale.
   * @param begin owns and closes the snapshot unless it returns null, for a stale one
   */
  async openSnapshot<Begun>(
    use: SnapshotUse,
    begin: (snapshot: Snapshot) => Promise<Begun | null>,
  ): Promise<Begun | null> {
    const replica = this.next();
    if (replica === null) {
      this.outcomes.none += 1;
      return null;
    }
    const open = async (): Promise<Begun | null> => beginOn(await replica.openSnapshot(use), begin);
    const opened = await this.attempt(replica, open, (begun) => begun !== null);
    return opened?.value ?? null;
  }

  /** Returns the number of replicas by state, for the metrics. */
  states(): Record<ReplicaState, number> {
    const counts = { used: 0, lagging: 0, down: 0 };
    for (const { state } of this.replicas) counts[state] += 1;
    return counts;
  }

  /** Returns the number of reads by outcome since the start, for the metrics. */
  reads(): Readonly<Record<Outcome, number>> {
    return this.outcomes;
  }

  onApplicationBootstrap(): void {
    if (this.areConfigured) this.prober.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.prober.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.close()));
  }

  private async attempt<Answer>(
    replica: Replica,
    ask: () => Promise<Answer>,
    isFresh: (answer: Answer) => boolean,
  ): Promise<{ value: Answer } | null> {
    let value: Answer;
    try {
      value = await ask();
    } catch (error) {
      replica.noteFailure(error);
      this.outcomes.failed += 1;
      return null;
    }
    if (!isFresh(value)) {
      replica.noteStale();
      this.outcomes.stale += 1;
      return null;
    }
    replica.noteFresh();
    this.outcomes.fresh += 1;
    return { value };
  }

  /** Returns the next usable replica in turn. */
  private next(): Replica | null {
    const inUse = this.replicas.filter((replica) => replica.state === 'used');
    this.turn += 1;
    return inUse[this.turn % inUse.length] ?? null;
  }
}

/** Runs `begin` on the snapshot and closes the snapshot if `begin` returns null or throws. */
export async function beginOn<Begun>(
  snapshot: Snapshot,
  begin: (snapshot: Snapshot) => Promise<Begun>,
): Promise<Begun> {
  let begun: Begun | null = null;
  try {
    begun = await begin(snapshot);
    return begun;
  } finally {
    if (begun === null) await snapshot.close();
  }
}
