import pg from 'pg';
import type { ReadSource } from './queryable.js';
import type { Replica } from './replica.js';

const everyMs = 1_000;

/**
 * Which database a server holds: physical replicas have the system identifier of their primary, and each database of it
 * by the same number. A replica of another database would answer nonsense that nothing else tells from the truth.
 */
const identity = `SELECT system_identifier || '/' || d.oid AS identity, pg_is_in_recovery() AS "isStandby"
  FROM pg_control_system(), pg_database d WHERE d.datname = current_database()`;

interface Identity {
  readonly identity: string;
  readonly isStandby: boolean;
}

/** Looks every second which replicas can be asked. */
export class ReplicaProber {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<unknown> | null = null;

  constructor(
    private readonly primary: ReadSource,
    private readonly replicas: readonly Replica[],
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.look();
    }, everyMs);
    this.timer.unref();
    this.look();
  }

  /** Takes no further look, and waits for the one under way. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  private look(): void {
    this.round ??= this.lookAtAll().finally(() => {
      this.round = null;
    });
  }

  private async lookAtAll(): Promise<void> {
    const expected = await this.expected();
    // Without the primary nothing is read anywhere, and nothing learnt of replicas.
    if (expected === null) return;
    await Promise.all(this.replicas.map((replica) => lookAt(replica, expected)));
  }

  private async expected(): Promise<string | null> {
    try {
      return (await identityOf(this.primary)).identity;
    } catch (error) {
      // It is there and refuses: no replica will ever be known for one of its own.
      if (error instanceof pg.DatabaseError)
        for (const replica of this.replicas)
          replica.leaveOut(`the primary does not tell which database it holds (${error.message})`);
      return null;
    }
  }
}

async function lookAt(replica: Replica, expected: string): Promise<void> {
  try {
    const found = await identityOf(replica.probe);
    if (found.identity !== expected) replica.leaveOut('it holds another database than DATABASE_URL');
    else if (!found.isStandby) replica.leaveOut('it is no standby');
    else replica.comeBack();
  } catch (error) {
    replica.failed(error);
  }
}

async function identityOf(server: ReadSource): Promise<Identity> {
  const [row] = await server.prepared<Identity & Record<string, unknown>>(identity);
  if (row === undefined) throw new Error('it does not tell which database it holds');
  return row;
}
