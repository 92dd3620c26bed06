import { setTimeout as sleep } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { CONFIG } from '../../../../config/config.module.js';
import type { Config } from '../../../../config/config.js';
import { DeliveryService } from './delivery.service.js';
import { Mailer } from './mailer.js';

const idleMs = 1_000;
const longestPauseMs = 30_000;

/** Sends mails until the process stops; polls every second while the queue is empty. */
@Injectable()
export class MailWorker implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly logger = new Logger('Mail');
  private readonly stopping = new AbortController();
  private running = Promise.resolve();
  private failures = 0;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly delivery: DeliveryService,
    private readonly mailer: Mailer,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.mail.hasWorker) this.running = this.run();
  }

  /** Claims no further mail, without delaying requests in flight. */
  onModuleDestroy(): void {
    this.stopping.abort();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.running;
    this.mailer.close();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const pauseMs = await this.turn();
      if (pauseMs > 0) await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Milliseconds until the next poll. */
  private async turn(): Promise<number> {
    try {
      const hasMore = await this.delivery.deliverNext();
      if (this.failures > 0) this.logger.log('the outbox can be read again');
      this.failures = 0;
      return hasMore ? 0 : idleMs;
    } catch (error) {
      // Logged once: requests log the same database failure.
      if (this.failures === 0)
        this.logger.error(`the outbox can not be read: ${error instanceof Error ? error.name : 'unknown'}`);
      this.failures += 1;
      return Math.min(idleMs * 2 ** (this.failures - 1), longestPauseMs);
    }
  }
}
