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
import { DeliveryService } from './delivery.service.js';
import { Mailer } from './mailer.js';

/** Sends mails until the process stops. */
@Injectable()
export class MailWorker implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly loop: BackgroundLoop;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    delivery: DeliveryService,
    private readonly mailer: Mailer,
  ) {
    this.loop = new BackgroundLoop({
      turn: () => delivery.deliverNext(),
      lines: linesOf('the outbox'),
      logger: new Logger('Mail'),
    });
  }

  onApplicationBootstrap(): void {
    if (this.config.mail.hasWorker) this.loop.start();
  }

  /** Claims no further mail, without delaying requests in flight. */
  onModuleDestroy(): void {
    this.loop.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.ended();
    this.mailer.close();
  }
}
