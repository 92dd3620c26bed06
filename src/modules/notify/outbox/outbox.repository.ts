import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../database/database.js';
import type { Personalisation } from './personalisation.js';
import type { TemplateId } from './template-ids.js';

/** An e-mail that a change sends. */
export interface OutgoingEmail {
  readonly templateId: TemplateId;
  /** A checked address. */
  readonly recipient: string;
  /** Reply-To; null: the default one of the configuration. */
  readonly replyTo: string | null;
  readonly personalisation: Personalisation;
}

/** The way e-mail leaves: a row in the transaction of the change that it tells of, so both are there or neither. */
@Injectable()
export class OutboxRepository {
  /** One row for each call; the worker delivers it after the commit, at least once. */
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
