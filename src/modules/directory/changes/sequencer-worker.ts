import { setTimeout as sleep } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { BackgroundLoop } from '../../../background/background-loop.js';
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
 * look. A batch costs the database as much as several changes, so a shorter pause would slow writers down.
 */
const busyMs = 500;
/** Pause after a failure. */
const failedMs = 1_000;

/**
 * Sequences the log: at once when a change is committed, and at least twice a second. It does so in every instance, one at a
 * time; an instance that is not sequencing looks how far the log has come.
 */
@Injectable()
export class SequencerWorker implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly listener: NotificationListener;
  private readonly loop: BackgroundLoop;

  constructor(
    database: Database,
    private readonly sequencer: Sequencer,
    private readonly log: ChangeLogRepository,
    private readonly watch: LogWatch,
  ) {
    this.loop = new BackgroundLoop({
      turn: () => this.turn(),
      idleMs,
      longestPauseMs: failedMs,
      lines: {
        failed: (error) => `the log of changes stands still: ${reasonOf(error)}`,
        recovered: 'the log of changes goes on',
      },
      logger: new Logger('ChangeLog'),
    });
    this.listener = database.createListener({
      directory_history: () => {
        this.loop.wake();
      },
      directory_changes: (payload) => {
        const place = parsePlace(payload);
        if (place?.log != null) this.watch.report({ log: place.log, position: place.position });
      },
    });
  }

  onApplicationBootstrap(): void {
    this.listener.start();
    this.loop.start();
  }

  /** Begins no further batch, without delaying requests in flight. */
  onModuleDestroy(): void {
    this.loop.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.loop.ended(), this.listener.stop()]);
  }

  /** Returns true if more may be sequenced. */
  private async turn(): Promise<boolean> {
    const batch = await this.sequencer.sequence();
    this.watch.report(batch?.newest ?? (await this.log.readNewest()));
    if (batch?.count === 0) return false;
    // Another instance is sequencing: it also needs a pause, because each change of a busy directory wakes it.
    if (batch?.hasMore !== true) await sleep(busyMs);
    return batch !== null;
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof ForeignLogHead) return error.message;
  return error instanceof Error ? error.name : 'unknown';
}
