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

/** Also the interval for a pooler that delivers no notifications, and while one long transaction has the right to send them. */
const idleMs = 500;
/**
 * Pause after a batch. Concurrent changes share batches, and one of them notifies for all: the others are found by the next
 * look.
 */
const busyMs = 50;
/** Pause after a failure. */
const failedMs = 1_000;

/**
 * Sequences the log: at once when a change is committed, and at least twice a second. It does so in every instance, one at a
 * time; an instance that is not sequencing looks how far the log has come.
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
      const pauseMs = await this.turn();
      if (pauseMs === idleMs) await this.rest();
      else if (pauseMs > 0) await this.sleep(pauseMs, this.stopping.signal);
    }
  }

  /** Waits for the next commit of a change, or until it is time for a look. */
  private async rest(): Promise<void> {
    this.pause = new AbortController();
    // A commit during the turn may have come after its snapshot.
    if (this.isWoken || this.stopping.signal.aborted) return;
    await this.sleep(idleMs, this.pause.signal);
  }

  private async sleep(pauseMs: number, signal: AbortSignal): Promise<void> {
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
  }

  /** Returns the milliseconds until the next turn. */
  private async turn(): Promise<number> {
    try {
      const batch = await this.sequencer.sequence();
      this.watch.report(batch?.newest ?? (await this.log.readNewest()));
      if (this.hasFailed) this.logger.log('the log of changes goes on');
      this.hasFailed = false;
      if (batch === null || batch.count === 0) return idleMs;
      return batch.hasMore ? 0 : busyMs;
    } catch (error) {
      // Logged once: requests log the same database failure.
      if (!this.hasFailed) this.logger.error(`the log of changes stands still: ${reasonOf(error)}`);
      this.hasFailed = true;
      return failedMs;
    }
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof ForeignLogHead) return error.message;
  return error instanceof Error ? error.name : 'unknown';
}
