import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Personalisation } from '../outbox/personalisation.js';
import type { EmailStatus } from './email.values.js';

/** An e-mail of the outbox and its status. */
@Entity({ schema: 'notify', name: 'email' })
@Index('email_next_attempt_at_idx', ['nextAttemptAt'], { where: `status = 'created'` })
@Index('email_created_at_id_idx', ['createdAt', 'id'])
@Index('email_status_idx', ['status'], { where: `status <> 'sent'` })
@Check('email_recipient_check', `recipient = lower(recipient) AND char_length(recipient) <= 400`)
@Check('email_status_check', `status IN ('created', 'sent', 'permanent-failure', 'technical-failure')`)
@Check('email_sent_at_check', `(status = 'sent') = (sent_at IS NOT NULL)`)
@Check('email_attempts_check', `attempts >= 0`)
export class Email {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'email_pkey' })
  id: string;

  @Column({ name: 'template_id', type: 'uuid' })
  templateId: string;

  @Column({ type: 'text' })
  recipient: string;

  /** null means the configured default. */
  @Column({ name: 'reply_to', type: 'text', nullable: true })
  replyTo: string | null;

  @Column({ type: 'jsonb' })
  personalisation: Personalisation;

  @Column({ type: 'text', default: 'created' })
  status: EmailStatus;

  @Column({ type: 'integer', default: 0 })
  attempts: number;

  @Column({ name: 'next_attempt_at', type: 'timestamptz', default: () => 'now()' })
  nextAttemptAt: Date;

  /** Of the last attempt that failed. */
  @Column({ name: 'last_error', type: 'text', nullable: true })
  lastError: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', nullable: true })
  updatedAt: Date | null;

  @Column({ name: 'sent_at', type: 'timestamptz', nullable: true })
  sentAt: Date | null;
}
