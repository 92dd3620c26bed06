import {
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { Database } from './database.js';
import type { ReadSource, Snapshot } from './queryable.js';
import { Replica, type ReplicaState } from './replica.js';
import { ReplicaProber } from './replica-prober.js';

/** What a replica is waited for: the primary is asked after that, so it must leave the caller some patience. */
const longestTimeoutMs = 1_000;

/** Who answered a read, and why it was not a replica. */
type Outcome = 'fresh' | 'stale' | 'failed' | 'none';

/** Of one replica after the other, where there are any. */
interface ReplicasOptions {
  readonly urls: readonly string[];
  readonly poolSize: number;
  /** As for the primary; replicas have a second at most. */
  readonly timeoutMs: number;
}

/**
 * Reads from replicas, each held against what its caller must see at least. Whatever goes wrong with a replica (it can't
 * be reached, it is slow, what it says is too old), the primary answers the same request: replicas take load, they never
 * cost an answer.
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
    const limits = { timeoutMs: Math.min(timeoutMs, longestTimeoutMs), snapshotTimeoutMs: timeoutMs };
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
   * Asks a replica, and the primary where there is none or its answer won't do.
   * @param ask may be called twice, with a server each
   * @param isFresh whether a replica's answer is new enough
   * @throws what `ask` throws on the primary
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
   * Opens a snapshot of a replica. Null where there is none that will do.
   * @param begin keeps the snapshot, to close it when it is done with it; null where it is too old
   */
  async openSnapshot<Begun>(begin: (snapshot: Snapshot) => Promise<Begun | null>): Promise<Begun | null> {
    const replica = this.next();
    if (replica === null) {
      this.outcomes.none += 1;
      return null;
    }
    const open = async (): Promise<Begun | null> => beginOn(await replica.openSnapshot(), begin);
    const opened = await this.attempt(replica, open, (begun) => begun !== null);
    return opened?.value ?? null;
  }

  /** How many replicas are in each state, as gauges for the operator. */
  states(): Record<ReplicaState, number> {
    const counts = { used: 0, lagging: 0, down: 0 };
    for (const { state } of this.replicas) counts[state] += 1;
    return counts;
  }

  /** How many reads ended how since the start, as counters for the operator. */
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
      replica.failed(error);
      this.outcomes.failed += 1;
      return null;
    }
    if (!isFresh(value)) {
      replica.fellBehind();
      this.outcomes.stale += 1;
      return null;
    }
    replica.keptUp();
    this.outcomes.fresh += 1;
    return { value };
  }

  /** The next one in turn of those that can be asked. */
  private next(): Replica | null {
    const inUse = this.replicas.filter((replica) => replica.state === 'used');
    this.turn += 1;
    return inUse[this.turn % inUse.length] ?? null;
  }
}

/** Closes the snapshot where nothing was begun on it. */
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
