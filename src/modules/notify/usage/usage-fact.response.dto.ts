import { ApiProperty } from '@nestjs/swagger';
import { notificationTypes, type NotificationType } from './usage-fact.dto.js';

/** A stored usage fact: one service, one London day, one kind, one rate. */
export class UsageFactResponse {
  @ApiProperty({ type: 'integer', minimum: 0 })
  billable_units: number;

  @ApiProperty({ type: String, format: 'date', description: 'The day in London' })
  bst_date: string;

  @ApiProperty({ type: String, format: 'date-time' })
  created_at: string;

  @ApiProperty({ type: Boolean })
  international: boolean;

  @ApiProperty({ enum: notificationTypes })
  notification_type: NotificationType;

  @ApiProperty({ type: 'integer', minimum: 0 })
  notifications_sent: number;

  @ApiProperty({ type: String, minLength: 1 })
  postage: string;

  @ApiProperty({ type: String })
  provider: string;

  @ApiProperty({ type: Number, minimum: 0, description: 'Pounds for a unit of SMS or for a letter' })
  rate: number;

  @ApiProperty({ type: 'integer', minimum: 1 })
  rate_multiplier: number;

  @ApiProperty({ type: String, format: 'uuid' })
  service_id: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  template_id: string | null;

  @ApiProperty({ type: String, format: 'date-time', description: 'When these values were sent' })
  updated_at: string;
}
