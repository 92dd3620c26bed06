import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
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
    new Gauge({
      name: 'notify_emails',
      help: 'E-mails of the outbox by status; created ones wait, technical-failure ones were given up',
      labelNames: ['status'],
      registers,
      async collect() {
        this.reset();
        const counts = await queue.countByStatus().catch(() => null);
        if (counts === null) return;
        for (const status of emailStatuses) this.set({ status }, 0);
        for (const { status, count } of counts) this.set({ status }, count);
      },
    });
    new Gauge({
      name: 'notify_emails_oldest_waiting_seconds',
      help: 'Age of the e-mail that has waited for longest; 0 where none waits',
      registers,
      async collect() {
        this.remove();
        const seconds = await queue.oldestWaitingSeconds().catch(() => null);
        if (seconds !== null) this.set(seconds);
      },
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
