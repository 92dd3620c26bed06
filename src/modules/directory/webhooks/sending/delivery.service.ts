import { Injectable } from '@nestjs/common';
import { Database } from '../../../../database/database.js';
import { ChangesService } from '../../changes/changes.service.js';
import { WebhookDeliveriesRepository } from '../webhook-deliveries.repository.js';
import type { ClaimedWebhook } from './claimed-webhook.js';
import { DeliveryQueueRepository } from './delivery-queue.repository.js';
import { changesMessage, type Message, newMessageId, testMessage, verificationMessage } from './message.js';
import { type Attempt, MessageSender } from './message-sender.js';
import { nextBatch } from './next-batch.js';
import { type SendingState, stateAfter } from './next-state.js';
import { WebhookMetrics } from './webhook-metrics.js';

const otherLog =
  'The directory was restored and has another log. Read GET /organisations again, send its X-Directory-Position to POST /webhooks/{WebhookId}/replay, and set Status to Active.';

/** Sends what is due to one claimed webhook: a test, then the verification or a batch. */
@Injectable()
export class DeliveryService {
  constructor(
    private readonly database: Database,
    private readonly queue: DeliveryQueueRepository,
    private readonly deliveries: WebhookDeliveriesRepository,
    private readonly changes: ChangesService,
    private readonly sender: MessageSender,
    private readonly metrics: WebhookMetrics,
  ) {}

  /** @throws DatabaseUnreachable, DatabaseTimeout; another attempt follows when the claim is over */
  async deliver(webhook: ClaimedWebhook): Promise<void> {
    if (webhook.testRequestedAt !== null) await this.sendTest(webhook, webhook.testRequestedAt);
    if (webhook.isDue && webhook.status === 'Pending') await this.verify(webhook);
    if (webhook.isDue && webhook.status === 'Active') await this.deliverChanges(webhook);
    await this.queue.release(webhook);
  }

  private async sendTest(webhook: ClaimedWebhook, requestedAt: Date): Promise<void> {
    const attempt = await this.attempt(webhook, testMessage(webhook));
    await this.database.transaction(async (transaction) => {
      if (!(await this.queue.keep(transaction, webhook))) return;
      await this.queue.endTest(transaction, webhook, requestedAt);
      await this.deliveries.add(transaction, webhook.webhookId, attempt.delivery);
    });
  }

  private async verify(webhook: ClaimedWebhook): Promise<void> {
    await this.settle(webhook, await this.attempt(webhook, verificationMessage(webhook)), null);
  }

  private async deliverChanges(webhook: ClaimedWebhook): Promise<void> {
    if (webhook.log !== webhook.presentLog) {
      await this.pause(webhook);
      return;
    }
    const batch = await nextBatch(this.changes, webhook);
    if (batch.changes.length === 0) {
      await this.queue.skipTo(webhook, batch.end);
      return;
    }
    const known = webhook.batch ?? (await this.queue.fixBatch(webhook, newMessageId(), batch.end));
    // A client has changed the webhook in the meantime.
    if (known === null) return;
    const attempt = await this.attempt(webhook, changesMessage(webhook, known, batch));
    await this.settle(webhook, attempt, attempt.result.outcome === 'delivered' ? known.end : null);
  }

  private async attempt(webhook: ClaimedWebhook, message: Message): Promise<Attempt> {
    const attempt = await this.sender.send(webhook, message);
    this.metrics.countAttempt(message.type, attempt.result.outcome);
    return attempt;
  }

  private async settle(webhook: ClaimedWebhook, attempt: Attempt, cursor: number | null): Promise<void> {
    const state = stateAfter(attempt.result, webhook, attempt.endedAt);
    await this.database.transaction(async (transaction) => {
      if (!(await this.queue.keep(transaction, webhook))) return;
      await this.queue.settle(transaction, webhook, state, cursor);
      await this.deliveries.add(transaction, webhook.webhookId, attempt.delivery);
    });
  }

  private async pause(webhook: ClaimedWebhook): Promise<void> {
    const state: SendingState = { ...webhook, status: 'Paused', statusReason: otherLog };
    await this.database.transaction((transaction) => this.queue.settle(transaction, webhook, state, null));
  }
}
