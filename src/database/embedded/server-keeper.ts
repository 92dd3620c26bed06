import { setTimeout as sleep } from 'node:timers/promises';

const checkEveryMs = 1_000;
const maxPauseMs = 10_000;

interface KeptServer {
  isRunning(): Promise<boolean>;
  /** Resolves when the server accepts connections. */
  restart(): Promise<void>;
}

/** Restarts a server whenever it has ended; the pause doubles with each failed attempt. */
export class ServerKeeper {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private failures = 0;

  /** @param log receives a line when the server has ended, when it can't be started, and when it runs again */
  constructor(
    private readonly server: KeptServer,
    private readonly log: (line: string) => void,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Waits for a restart in progress. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.check();
      const pauseMs = Math.min(checkEveryMs * 2 ** this.failures, maxPauseMs);
      await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private async check(): Promise<void> {
    const isFirst = this.failures === 0;
    try {
      if (!(await this.server.isRunning())) {
        if (isFirst) this.log('the embedded database has ended; starting it again');
        await this.server.restart();
        this.log('the embedded database runs again');
      }
      this.failures = 0;
    } catch (error) {
      if (isFirst) this.log(error instanceof Error ? error.message : String(error));
      this.failures += 1;
    }
  }
}
