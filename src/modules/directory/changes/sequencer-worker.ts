import { setTimeout as sleep } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Database } from '../../../database/database.js';
import type { NotificationListener } from '../../../database/notification-listener.js';
import { ChangeLogRepository } from './change-log.repository.js';
import { LogWatch } from './log-watch.js';
import { parsePlace } from './place.js';
import { ForeignLogHead, Sequencer } from './sequencer.service.js';

/** Also the interval for a database or a pooler that delivers no notifications. */
const idleMs = 1_000;

/**
 * Sequences the log: at each commit of a change, and at least once a second. It does so in every instance, one at a time;
 * an instance that is not sequencing looks how far the log has come.
 */
@Injectable()
export class SequencerWorker implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly logger = new Logger('ChangeLog');
  private readonly stopping = new AbortController();
  private readonly listener: NotificationListener;
  private pause = new AbortController();
  private isWoken = false;
  private hasFailed = false;
  private running = Promise.resolve();

  constructor(
    database: Database,
    private readonly sequencer: Sequencer,
    private readonly log: ChangeLogRepository,
    private readonly watch: LogWatch,
  ) {
    this.listener = database.createListener({
      directory_history: () => {
        this.wake();
      },
      directory_changes: (payload) => {
        const place = parsePlace(payload);
        if (place?.log != null) this.watch.report({ log: place.log, position: place.position });
      },
    });
  }

  onApplicationBootstrap(): void {
    this.listener.start();
    this.running = this.run();
  }

  /** Begins no further batch, without delaying requests in flight. */
  onModuleDestroy(): void {
    this.stopping.abort();
    this.pause.abort();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.running, this.listener.stop()]);
  }

  private wake(): void {
    this.isWoken = true;
    this.pause.abort();
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.isWoken = false;
      const hasMore = await this.turn();
      if (!hasMore) await this.rest();
    }
  }

  /** Waits for the next commit of a change, for a second at most. */
  private async rest(): Promise<void> {
    this.pause = new AbortController();
    // A commit during the turn may have come after its snapshot.
    if (this.isWoken || this.stopping.signal.aborted) return;
    await sleep(idleMs, undefined, { signal: this.pause.signal }).catch(() => undefined);
  }

  /** Returns true if more is to be done at once. */
  private async turn(): Promise<boolean> {
    try {
      const batch = await this.sequencer.sequence();
      this.watch.report(batch?.newest ?? (await this.log.readNewest()));
      if (this.hasFailed) this.logger.log('the log of changes goes on');
      this.hasFailed = false;
      return batch?.hasMore ?? false;
    } catch (error) {
      // Logged once: requests log the same database failure.
      if (!this.hasFailed) this.logger.error(`the log of changes stands still: ${reasonOf(error)}`);
      this.hasFailed = true;
      // A failure repeats at once, however many changes are made meanwhile.
      await sleep(idleMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      return false;
    }
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof ForeignLogHead) return error.message;
  return error instanceof Error ? error.name : 'unknown';
}
