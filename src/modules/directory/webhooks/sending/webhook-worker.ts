import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { BackgroundLoop, linesOf } from '../../../../background/background-loop.js';
import { CONFIG } from '../../../../config/config.module.js';
import type { Config } from '../../../../config/config.js';
import { LogWatch } from '../../changes/log-watch.js';
import type { ClaimedWebhook } from './claimed-webhook.js';
import { DeliveryQueueRepository } from './delivery-queue.repository.js';
import { DeliveryService } from './delivery.service.js';
import { Upkeep } from './upkeep.service.js';

/** Webhooks that this process sends to at the same time. A slow receiver takes one place for 10 seconds at most. */
const maxInFlight = 32;

/** Sends webhooks until the process stops. */
@Injectable()
export class WebhookWorker implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly logger = new Logger('Webhooks');
  private readonly loop: BackgroundLoop;
  private readonly inFlight = new Set<Promise<void>>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly queue: DeliveryQueueRepository,
    private readonly delivery: DeliveryService,
    private readonly upkeep: Upkeep,
    log: LogWatch,
  ) {
    this.loop = new BackgroundLoop({
      turn: () => this.turn(),
      lines: linesOf('the table of webhooks'),
      logger: this.logger,
    });
    log.onGrowth(() => {
      this.loop.wake();
    });
  }

  onApplicationBootstrap(): void {
    if (this.config.webhooks.hasWorker) this.loop.start();
  }

  /** Claims no further webhook, without delaying requests in flight. */
  onModuleDestroy(): void {
    this.loop.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.ended();
    await Promise.all(this.inFlight);
  }

  private async turn(): Promise<boolean> {
    await this.upkeep.runIfDue();
    const places = maxInFlight - this.inFlight.size;
    if (places === 0) return false;
    for (const webhook of await this.queue.claim(places)) this.start(webhook);
    // The end of each delivery wakes the loop, which finds the next batch or the place that became free.
    return false;
  }

  private start(webhook: ClaimedWebhook): void {
    const task = this.delivery
      .deliver(webhook)
      .catch((error: unknown) => {
        const name = error instanceof Error ? error.name : 'unknown';
        this.logger.error(`webhook ${webhook.webhookId}: the attempt could not be recorded (${name})`);
      })
      .finally(() => {
        this.inFlight.delete(task);
        this.loop.wake();
      });
    this.inFlight.add(task);
  }
}
