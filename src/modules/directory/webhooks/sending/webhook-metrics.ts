import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { addQueueGauge } from '../../../../background/queue-gauge.js';
import { Metrics } from '../../../../metrics/metrics.js';
import { type DeliveryType, webhookStatuses } from '../webhook.values.js';
import type { AttemptResult } from './next-state.js';
import { WebhookLagRepository } from './webhook-lag.repository.js';

/** Metrics of webhooks. While the database is unreachable a scrape omits those of the table. */
@Injectable()
export class WebhookMetrics {
  private readonly attempts: Counter<'type' | 'outcome'>;

  constructor({ registry }: Metrics, lag: WebhookLagRepository) {
    addQueueGauge(registry, {
      name: 'directory_webhooks',
      help: 'Webhooks by status',
      labelNames: ['status'],
      read: async () => {
        const counts = new Map((await lag.countByStatus()).map(({ status, count }) => [status, count]));
        return webhookStatuses.map((status) => ({ labels: { status }, value: counts.get(status) ?? 0 }));
      },
    });
    addQueueGauge(registry, {
      name: 'directory_webhook_lag_positions',
      help: 'Positions of the log that the Active webhook furthest behind has not got; 0 without one',
      read: async () => [{ labels: {}, value: await lag.positions() }],
    });
    addQueueGauge(registry, {
      name: 'directory_webhook_lag_seconds',
      help: 'Age of the oldest change that an Active webhook has not got; 0 without one',
      read: async () => [{ labels: {}, value: await lag.seconds() }],
    });
    this.attempts = new Counter({
      name: 'directory_webhook_attempts_total',
      help: 'Attempts of this process by kind of message and outcome: delivered, failed (repeated), gone (410)',
      labelNames: ['type', 'outcome'],
      registers: [registry],
    });
  }

  countAttempt(type: DeliveryType, outcome: AttemptResult['outcome']): void {
    this.attempts.inc({ type, outcome });
  }
}
