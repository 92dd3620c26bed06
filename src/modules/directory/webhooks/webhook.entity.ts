import { Check, Column, Entity, Index } from 'typeorm';
import { EntityColumns } from '../../../fields/entity-columns.js';
import type { StoredReader } from './webhook-reader.js';
import { webhookFields } from './webhook.fields.js';

/** A subscription to the change log. */
@Entity({ schema: 'directory', name: 'webhook' })
@EntityColumns('webhook', webhookFields, ['webhookId'])
@Index('webhook_client_id_created_at_idx', ['clientId', 'createdAt', 'webhookId'])
@Check('webhook_position_check', `position >= 0`)
@Check('webhook_attempts_check', `attempts >= 0`)
@Check('webhook_former_check', `(former_secret IS NULL) = (former_until IS NULL)`)
@Check(
  'webhook_batch_check',
  `(message_id IS NULL) = (message_at IS NULL) AND (message_id IS NULL) = (batch_end IS NULL)`,
)
@Check('webhook_claim_check', `(claim IS NULL) = (claimed_until IS NULL)`)
export class Webhook {
  @Column({ type: 'uuid' })
  log: string;

  @Column({ type: 'bigint' })
  position: string;

  @Column({ type: 'jsonb' })
  reader: StoredReader;

  @Column({ name: 'client_seen_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  clientSeenAt: Date;

  /** Encrypted by `SecretBox`. */
  @Column({ type: 'bytea' })
  secret: Buffer;

  @Column({ name: 'former_secret', type: 'bytea', nullable: true })
  formerSecret: Buffer | null;

  @Column({ name: 'former_until', type: 'timestamptz', precision: 3, nullable: true })
  formerUntil: Date | null;

  /** Text that the receiver repeats to prove that the Url is its own. */
  @Column({ type: 'text' })
  challenge: string;

  @Column({ name: 'test_requested_at', type: 'timestamptz', precision: 3, nullable: true })
  testRequestedAt: Date | null;

  @Column({ type: 'integer', default: 0 })
  attempts: number;

  @Column({ name: 'message_id', type: 'text', nullable: true })
  messageId: string | null;

  @Column({ name: 'message_at', type: 'timestamptz', precision: 3, nullable: true })
  messageAt: Date | null;

  /** The last position of the batch that is being delivered. */
  @Column({ name: 'batch_end', type: 'bigint', nullable: true })
  batchEnd: string | null;

  @Column({ type: 'integer', default: 0 })
  generation: number;

  @Column({ type: 'uuid', nullable: true })
  claim: string | null;

  @Column({ name: 'claimed_until', type: 'timestamptz', precision: 3, nullable: true })
  claimedUntil: Date | null;
}
