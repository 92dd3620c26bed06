import { ApiProperty } from '@nestjs/swagger';
import { maxInteger, WholeNumber } from '../validation/number-rules.js';
import {
  AtMost,
  NotEmpty,
  OfType,
  OneOf,
  Required,
  Storable,
  UuidField,
} from '../validation/schema-rules.js';
import { DayField, RateField } from './usage-rules.js';

export const notificationTypes = ['email', 'sms', 'letter'] as const;

export type NotificationType = (typeof notificationTypes)[number];

/** The body of POST: usage of one service on one London day, of one kind, at one rate (contract section 4). */
export class UsageFactRequest {
  @ApiProperty({ type: String, format: 'date', description: 'The day in London', example: '2026-05-01' })
  @DayField()
  @Required()
  bst_date: string;

  @ApiProperty({ enum: notificationTypes })
  @OneOf(notificationTypes)
  @Required()
  notification_type: NotificationType;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Fragments of SMS, sheets of letters' })
  @WholeNumber(0, maxInteger)
  @Required()
  billable_units: number;

  @ApiProperty({ type: 'integer', minimum: 0 })
  @WholeNumber(0, maxInteger)
  @Required()
  notifications_sent: number;

  @ApiProperty({
    type: Number,
    minimum: 0,
    exclusiveMaximum: true,
    maximum: 1_000_000,
    description: 'Pounds for a unit of SMS or for a letter; at most six decimals',
    example: 0.0233,
  })
  @RateField()
  @Required()
  rate: number;

  @ApiProperty({ type: 'integer', minimum: 1, required: false, default: 1 })
  @WholeNumber(1, maxInteger)
  rate_multiplier?: number;

  @ApiProperty({ type: Boolean, required: false, default: false })
  @OfType('boolean')
  international?: boolean;

  @ApiProperty({ type: String, minLength: 1, maxLength: 255, required: false, default: 'none' })
  @OfType('string')
  @NotEmpty()
  @AtMost(255)
  @Storable()
  postage?: string;

  @ApiProperty({ type: String, maxLength: 255, example: 'mmg' })
  @OfType('string')
  @AtMost(255)
  @Storable()
  @Required()
  provider: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, required: false })
  @UuidField({ nullable: true })
  template_id?: string | null;
}
