import { Module } from '@nestjs/common';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/config.js';
import { AuthModule } from '../../../http/auth/auth.module.js';
import { MetricsModule } from '../../../metrics/metrics.module.js';
import { ChangeLogModule } from '../changes/change-log.module.js';
import { ChangesModule } from '../changes/changes.module.js';
import { PaginationModule } from '../pagination/pagination.module.js';
import { AddressGuard } from './receiver/address-guard.js';
import { dnsResolver } from './receiver/name-resolver.js';
import { SecretBox } from './secrets/secret-box.js';
import { secretKeys } from './secrets/secret-keys.js';
import { DeliveryQueueRepository } from './sending/delivery-queue.repository.js';
import { DeliveryService } from './sending/delivery.service.js';
import { MessageSender } from './sending/message-sender.js';
import { UpkeepRepository } from './sending/upkeep.repository.js';
import { Upkeep } from './sending/upkeep.service.js';
import { WebhookLagRepository } from './sending/webhook-lag.repository.js';
import { WebhookMetrics } from './sending/webhook-metrics.js';
import { WebhookWorker } from './sending/webhook-worker.js';
import { WebhookAccess } from './webhook-access.js';
import { WebhookActionsController } from './webhook-actions.controller.js';
import { WebhookActionsService } from './webhook-actions.service.js';
import { WebhookDeliveriesRepository } from './webhook-deliveries.repository.js';
import { WebhookEvents } from './webhook-events.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksRepository } from './webhooks.repository.js';
import { WebhooksService } from './webhooks.service.js';

function addressGuard({ isProduction, webhooks }: Config): AddressGuard {
  const policy = { allowsLoopback: !isProduction, allowedHosts: new Set(webhooks.allowedHosts) };
  return new AddressGuard(policy, dnsResolver);
}

/** Subscriptions to the change log, and the worker that sends them. */
@Module({
  imports: [AuthModule, ChangeLogModule, ChangesModule, MetricsModule, PaginationModule],
  controllers: [WebhooksController, WebhookActionsController],
  providers: [
    DeliveryQueueRepository,
    DeliveryService,
    MessageSender,
    Upkeep,
    UpkeepRepository,
    WebhookAccess,
    WebhookActionsService,
    WebhookDeliveriesRepository,
    WebhookEvents,
    WebhookLagRepository,
    WebhookMetrics,
    WebhookWorker,
    WebhooksRepository,
    WebhooksService,
    { provide: AddressGuard, useFactory: addressGuard, inject: [CONFIG] },
    {
      provide: SecretBox,
      useFactory: (config: Config) => new SecretBox(() => secretKeys(config)),
      inject: [CONFIG],
    },
  ],
})
export class WebhooksModule {}
