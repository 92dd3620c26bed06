import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { addQueueGauge } from '../../../../background/queue-gauge.js';
import { Metrics } from '../../../../metrics/metrics.js';
import { emailStatuses } from '../email.values.js';
import { EmailQueueRepository } from './email-queue.repository.js';

/** Metrics of the outbox. While the database is unreachable a scrape omits them. */
@Injectable()
export class MailMetrics {
  private readonly sent: Counter;
  private readonly failed: Counter<'kind'>;

  constructor(metrics: Metrics, queue: EmailQueueRepository) {
    const registers = [metrics.registry];
    addQueueGauge(metrics.registry, {
      name: 'notify_emails',
      help: 'E-mails of the outbox by status; created ones wait, technical-failure ones were given up',
      labelNames: ['status'],
      read: async () => {
        const counts = new Map((await queue.countByStatus()).map(({ status, count }) => [status, count]));
        return emailStatuses.map((status) => ({ labels: { status }, value: counts.get(status) ?? 0 }));
      },
    });
    addQueueGauge(metrics.registry, {
      name: 'notify_emails_oldest_waiting_seconds',
      help: 'Age of the e-mail that has waited for longest; 0 where none waits',
      read: async () => [{ labels: {}, value: await queue.oldestWaitingSeconds() }],
    });
    this.sent = new Counter({
      name: 'notify_emails_sent_total',
      help: 'E-mails that this process handed over',
      registers,
    });
    this.failed = new Counter({
      name: 'notify_emails_failed_total',
      help: 'Attempts of this process that failed: temporary ones are repeated, permanent and technical ones are final',
      labelNames: ['kind'],
      registers,
    });
  }

  countSent(): void {
    this.sent.inc();
  }

  countFailed(kind: FailureKind): void {
    this.failed.inc({ kind });
  }
}

export type FailureKind = 'temporary' | 'permanent' | 'technical';
