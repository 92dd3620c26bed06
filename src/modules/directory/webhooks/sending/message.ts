import { createHash, randomUUID } from 'node:crypto';
import { formatPlace } from '../../changes/place.js';
import type { DeliveryType } from '../webhook.values.js';
import type { ClaimedWebhook, KnownBatch } from './claimed-webhook.js';
import type { Batch } from './next-batch.js';

/** A message in the form of Standard Webhooks 1.0. */
export interface Message {
  readonly type: DeliveryType;
  /** `webhook-id`. */
  readonly id: string;
  readonly body: string;
  readonly firstPosition: number | null;
  readonly lastPosition: number | null;
}

/** The message whose answer proves that the receiver wants the webhook. A retry has the same id. */
export function verificationMessage({ challenge, claimedAt }: ClaimedWebhook): Message {
  const id = createHash('sha256').update(challenge).digest('hex').slice(0, 32);
  return messageOf('webhook.verification', `msg_${id}`, claimedAt, { challenge });
}

export function testMessage({ webhookId, testRequestedAt, claimedAt }: ClaimedWebhook): Message {
  return messageOf('webhook.test', newMessageId(), testRequestedAt ?? claimedAt, { WebhookId: webhookId });
}

export function changesMessage({ log }: ClaimedWebhook, known: KnownBatch, { changes }: Batch): Message {
  const data = { changes, next: formatPlace({ log, position: known.end }) };
  return {
    ...messageOf('organisation.changes', known.messageId, known.at, data),
    firstPosition: changes[0]?.Position ?? null,
    lastPosition: changes.at(-1)?.Position ?? null,
  };
}

export function newMessageId(): string {
  return `msg_${randomUUID()}`;
}

function messageOf(type: DeliveryType, id: string, at: Date, data: object): Message {
  const body = JSON.stringify({ type, timestamp: at.toISOString(), data });
  return { type, id, body, firstPosition: null, lastPosition: null };
}
