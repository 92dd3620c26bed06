import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../database/database.js';
import type { Personalisation } from './personalisation.js';
import type { TemplateId } from './template-ids.js';

/** An e-mail to send. */
export interface OutgoingEmail {
  readonly templateId: TemplateId;
  /** A validated address. */
  readonly recipient: string;
  /** null means the configured default. */
  readonly replyTo: string | null;
  readonly personalisation: Personalisation;
}

/** Writes e-mails as rows in the transaction of their change, so that both commit or neither does. */
@Injectable()
export class OutboxRepository {
  /** Inserts one row; the worker delivers it after the commit, at least once. */
  async enqueue(transaction: Queryable, email: OutgoingEmail): Promise<void> {
    await transaction.query(
      `INSERT INTO notify.email (id, template_id, recipient, reply_to, personalisation, created_at, next_attempt_at)
       VALUES ($1, $2, $3, $4, $5, clock_timestamp(), clock_timestamp())`,
      [
        randomUUID(),
        email.templateId,
        email.recipient.toLowerCase(),
        email.replyTo,
        JSON.stringify(email.personalisation),
      ],
    );
  }
}
