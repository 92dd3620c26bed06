import pg from 'pg';
import type { ReadSource } from './queryable.js';
import type { Replica } from './replica.js';

const everyMs = 1_000;

/**
 * Identity of a database. Physical replicas share their primary's system identifier and the oid of each database. Without
 * this check a replica of another database would answer with rows that look right.
 */
const identity = `SELECT system_identifier || '/' || d.oid AS identity, pg_is_in_recovery() AS "isStandby"
  FROM pg_control_system(), pg_database d WHERE d.datname = current_database()`;

interface Identity {
  readonly identity: string;
  readonly isStandby: boolean;
}

/** Checks every second which replicas are usable. */
export class ReplicaProber {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<unknown> | null = null;

  constructor(
    private readonly primary: ReadSource,
    private readonly replicas: readonly Replica[],
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.tick();
    }, everyMs);
    this.timer.unref();
    this.tick();
  }

  /** Stops the checks and waits for a check in progress. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  private tick(): void {
    this.round ??= this.probeAll().finally(() => {
      this.round = null;
    });
  }

  private async probeAll(): Promise<void> {
    const expected = await this.expected();
    // Without the primary there is nothing to compare the replicas with.
    if (expected === null) return;
    await Promise.all(this.replicas.map((replica) => probe(replica, expected)));
  }

  private async expected(): Promise<string | null> {
    try {
      return (await identityOf(this.primary)).identity;
    } catch (error) {
      // The primary answers and refuses: no replica can be recognised.
      if (error instanceof pg.DatabaseError)
        for (const replica of this.replicas)
          replica.markDown(`the primary does not tell which database it holds (${error.message})`);
      return null;
    }
  }
}

async function probe(replica: Replica, expected: string): Promise<void> {
  try {
    const found = await identityOf(replica.probe);
    if (found.identity !== expected) replica.markDown('it holds another database than DATABASE_URL');
    else if (!found.isStandby) replica.markDown('it is no standby');
    else replica.markUp();
  } catch (error) {
    replica.noteFailure(error);
  }
}

async function identityOf(server: ReadSource): Promise<Identity> {
  const [row] = await server.prepared<Identity & Record<string, unknown>>(identity);
  if (row === undefined) throw new Error('it does not tell which database it holds');
  return row;
}
