import { setTimeout as sleep } from 'node:timers/promises';

const lookEveryMs = 1_000;
const longestPauseMs = 10_000;

/** What a keeper needs of a server. */
export interface KeptServer {
  isRunning(): Promise<boolean>;
  /** Starts it; resolves when it takes connections. */
  restart(): Promise<void>;
}

/** Looks after a server: starts it again whenever it has ended, with longer and longer pauses while it does not start. */
export class ServerKeeper {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private failures = 0;

  /** @param log takes one line when the server has ended, one when it can't be started, one when it runs again */
  constructor(
    private readonly server: KeptServer,
    private readonly log: (line: string) => void,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Waits for a start that is under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.look();
      const pauseMs = Math.min(lookEveryMs * 2 ** this.failures, longestPauseMs);
      await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private async look(): Promise<void> {
    try {
      if (await this.server.isRunning()) {
        this.failures = 0;
        return;
      }
      if (this.failures === 0) this.log('the embedded database has ended; starting it again');
      await this.server.restart();
      this.log('the embedded database runs again');
      this.failures = 0;
    } catch (error) {
      // Told once, not every time.
      if (this.failures === 0) this.log(error instanceof Error ? error.message : String(error));
      this.failures += 1;
    }
  }
}
