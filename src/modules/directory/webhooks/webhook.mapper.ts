import { responseMapper } from '../../../fields/mapping.js';
import { formatPlace } from '../changes/place.js';
import { type Webhook, webhookFields } from './webhook.fields.js';
import type { WebhookDeliveryResponse } from './webhook-delivery.dto.js';
import type { DeliveryType } from './webhook.values.js';

/** Returns a webhook's response. */
export const toWebhookResponse = responseMapper<typeof webhookFields, Webhook, { After: string }>(
  webhookFields,
  {
    After: ({ log, deliveredUpTo }) => formatPlace({ log, position: deliveredUpTo }),
  },
);

/** One attempt as the table has it. */
export interface DeliveryRow {
  readonly at: Date;
  readonly type: DeliveryType;
  readonly messageId: string;
  readonly status: number | null;
  readonly durationMs: number;
  readonly firstPosition: number | null;
  readonly lastPosition: number | null;
  readonly error: string | null;
  readonly answer: string | null;
}

/** Returns an attempt's response. */
export function toDeliveryResponse(row: DeliveryRow): WebhookDeliveryResponse {
  const { firstPosition, lastPosition } = row;
  return {
    At: row.at.toISOString(),
    Type: row.type,
    MessageId: row.messageId,
    Status: row.status,
    DurationMs: row.durationMs,
    Positions:
      firstPosition === null || lastPosition === null ? null : { First: firstPosition, Last: lastPosition },
    Error: row.error,
    Answer: row.answer,
  };
}
