import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from '../pagination/page.response.dto.js';
import { deliveryTypes, type DeliveryType } from './webhook.values.js';

/** The first and the last position of a batch. */
export class DeliveredPositions {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'The position of the first change' })
  First: number;

  @ApiProperty({ type: 'integer', minimum: 1, description: 'The position of the last change' })
  Last: number;
}

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
    type: DeliveredPositions,
    nullable: true,
    description: 'The changes of the message; null if it has none',
  })
  Positions: DeliveredPositions | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why the attempt failed; null if it did not' })
  Error: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The first KiB of what the receiver answered' })
  Answer: string | null;
}

/** One page of attempts. */
export const WebhookDeliveryPage = pageOf(WebhookDeliveryResponse, 'WebhookDeliveryPage');
