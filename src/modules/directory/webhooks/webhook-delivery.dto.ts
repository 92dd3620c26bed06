import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from '../pagination/page.response.dto.js';
import { deliveryTypes, type DeliveryType } from './webhook.values.js';

const position = (description: string) => ({ type: 'integer', minimum: 1, description }) as const;

/** One attempt on the wire. */
export class WebhookDeliveryResponse {
  @ApiProperty({ type: String, format: 'date-time', description: 'The begin of the attempt' })
  At: string;

  @ApiProperty({ enum: deliveryTypes, description: 'The kind of message' })
  Type: DeliveryType;

  @ApiProperty({ type: String, description: 'The `webhook-id` of the message; a retry has the same one' })
  MessageId: string;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The status that the receiver answered; null without an answer',
  })
  Status: number | null;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'How long the attempt took, in milliseconds' })
  DurationMs: number;

  @ApiProperty({
    type: 'object',
    nullable: true,
    selfRequired: true,
    required: ['First', 'Last'],
    properties: {
      First: position('The position of the first change'),
      Last: position('The position of the last change'),
    },
    description: 'The changes of the message; null if it has none',
  })
  Positions: { readonly First: number; readonly Last: number } | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why the attempt failed; null if it did not' })
  Error: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The first KiB of what the receiver answered' })
  Answer: string | null;
}

/** One page of attempts. */
export const WebhookDeliveryPage = pageOf(WebhookDeliveryResponse, 'WebhookDeliveryPage');
