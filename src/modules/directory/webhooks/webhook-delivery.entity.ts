import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { DeliveryType } from './webhook.values.js';
import { Webhook } from './webhook.entity.js';

/** One attempt to send a message to a webhook. The last hundred of each webhook stay. */
@Entity({ schema: 'directory', name: 'webhook_delivery' })
@Check(
  'webhook_delivery_type_check',
  `type IN ('webhook.verification', 'webhook.test', 'organisation.changes')`,
)
@Check('webhook_delivery_answer_check', `octet_length(answer) <= 1024`)
export class WebhookDelivery {
  @PrimaryColumn({ name: 'webhook_id', type: 'uuid', primaryKeyConstraintName: 'webhook_delivery_pkey' })
  webhookId: string;

  @PrimaryColumn({
    type: 'bigint',
    generated: 'identity',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'webhook_delivery_pkey',
  })
  number: string;

  @ManyToOne(() => Webhook, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'webhook_id', foreignKeyConstraintName: 'webhook_delivery_webhook_id_fkey' })
  webhook: Webhook;

  @Column({ type: 'timestamptz', precision: 3 })
  at: Date;

  @Column({ type: 'text' })
  type: DeliveryType;

  @Column({ name: 'message_id', type: 'text' })
  messageId: string;

  /** Of the answer; null without one. */
  @Column({ type: 'integer', nullable: true })
  status: number | null;

  @Column({ name: 'duration_ms', type: 'integer' })
  durationMs: number;

  @Column({ name: 'first_position', type: 'bigint', nullable: true })
  firstPosition: string | null;

  @Column({ name: 'last_position', type: 'bigint', nullable: true })
  lastPosition: string | null;

  @Column({ type: 'text', nullable: true })
  error: string | null;

  /** The begin of the answer's body. */
  @Column({ type: 'text', nullable: true })
  answer: string | null;
}
