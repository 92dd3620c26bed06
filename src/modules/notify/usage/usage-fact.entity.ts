import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { NotificationType } from './usage-fact.dto.js';

const key = 'usage_fact_pkey';

/** Usage of one service on one London day, of one kind, at one rate. */
@Entity({ schema: 'notify', name: 'usage_fact' })
@Check('usage_fact_notification_type_check', `notification_type IN ('email', 'sms', 'letter')`)
@Check('usage_fact_provider_check', 'char_length(provider) <= 255')
@Check('usage_fact_rate_multiplier_check', 'rate_multiplier >= 1')
@Check('usage_fact_rate_check', 'rate >= 0')
@Check('usage_fact_postage_check', 'char_length(postage) BETWEEN 1 AND 255')
@Check('usage_fact_billable_units_check', 'billable_units >= 0')
@Check('usage_fact_units_check', 'billable_units::bigint * rate_multiplier <= 2147483647')
@Check('usage_fact_notifications_sent_check', 'notifications_sent >= 0')
export class UsageFact {
  @PrimaryColumn({ name: 'service_id', type: 'uuid', primaryKeyConstraintName: key })
  @ForeignKey('service', { name: 'usage_fact_service_id_fkey' })
  serviceId: string;

  @PrimaryColumn({ name: 'bst_date', type: 'date', primaryKeyConstraintName: key })
  bstDate: string;

  @PrimaryColumn({ name: 'notification_type', type: 'text', primaryKeyConstraintName: key })
  notificationType: NotificationType;

  /** The nil UUID for none. */
  @PrimaryColumn({
    name: 'template_id',
    type: 'uuid',
    default: '00000000-0000-0000-0000-000000000000',
    primaryKeyConstraintName: key,
  })
  templateId: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: key })
  provider: string;

  @PrimaryColumn({ name: 'rate_multiplier', type: 'integer', default: 1, primaryKeyConstraintName: key })
  rateMultiplier: number;

  @PrimaryColumn({ type: 'boolean', default: false, primaryKeyConstraintName: key })
  international: boolean;

  /** Pounds, exact, as text. */
  @PrimaryColumn({ type: 'numeric', precision: 12, scale: 6, primaryKeyConstraintName: key })
  rate: string;

  @PrimaryColumn({ type: 'text', default: 'none', primaryKeyConstraintName: key })
  postage: string;

  @Column({ name: 'billable_units', type: 'integer' })
  billableUnits: number;

  @Column({ name: 'notifications_sent', type: 'integer' })
  notificationsSent: number;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt: Date;
}
