import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@nestjs/common';

const firstPauseMs = 1_000;

/** The log lines of the first failure and of the recovery. */
interface LoopLines {
  readonly failed: (error: unknown) => string;
  readonly recovered: string;
}

/** Returns the lines of work on rows: of `the outbox`. */
export function linesOf(subject: string): LoopLines {
  return {
    failed: (error) => `${subject} can not be read: ${error instanceof Error ? error.name : 'unknown'}`,
    recovered: `${subject} can be read again`,
  };
}

interface LoopOptions {
  /** One round of work; resolves to true if more may be due. Any error it throws means that the work can't be read now. */
  readonly turn: () => Promise<boolean>;
  /** Pause while nothing is due. */
  readonly idleMs?: number;
  /** Maximum pause while rounds fail. */
  readonly longestPauseMs?: number;
  readonly lines: LoopLines;
  readonly logger: Pick<Logger, 'log' | 'error'>;
}

/**
 * Repeats rounds of background work until it is stopped: at once while more is due, after a pause while nothing is, and with
 * exponential back-off while rounds fail.
 */
export class BackgroundLoop {
  private isStopping = false;
  private failures = 0;
  /** Aborted to end the pause behind the present round. */
  private awake = new AbortController();
  private running = Promise.resolve();

  constructor(private readonly options: LoopOptions) {}

  start(): void {
    this.running = this.run();
  }

  /** Ends the pause of an idle loop. A call during a round makes another round follow at once. */
  wake(): void {
    // Back-off must last: more work doesn't make the database reachable. Each abort creates an error, so one is enough.
    if (this.failures === 0 && !this.awake.signal.aborted) this.awake.abort();
  }

  /** Starts no further round. */
  stop(): void {
    this.isStopping = true;
    this.awake.abort();
  }

  /** Resolves when the last round is over. */
  async ended(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      this.awake = new AbortController();
      const pauseMs = await this.round();
      if (this.failures > 0 && !this.hasStopped()) this.awake = new AbortController();
      if (pauseMs > 0) await sleep(pauseMs, undefined, { signal: this.awake.signal }).catch(() => undefined);
    }
  }

  /** The compiler takes a property for unchanged across an await. */
  private hasStopped(): boolean {
    return this.isStopping;
  }

  /** Runs one round; returns the milliseconds until the next one. */
  private async round(): Promise<number> {
    const { turn, lines, logger, idleMs = 1_000, longestPauseMs = 30_000 } = this.options;
    try {
      const hasMore = await turn();
      if (this.failures > 0) logger.log(lines.recovered);
      this.failures = 0;
      return hasMore ? 0 : idleMs;
    } catch (error) {
      // Logged once: requests log the same database failure.
      if (this.failures === 0) logger.error(lines.failed(error));
      this.failures += 1;
      return Math.min(firstPauseMs * 2 ** (this.failures - 1), longestPauseMs);
    }
  }
}
