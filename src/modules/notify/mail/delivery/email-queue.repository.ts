import { Injectable } from '@nestjs/common';
import { claimDueRows } from '../../../../background/due-rows.js';
import { Database, type Queryable } from '../../../../database/database.js';
import type { Email } from '../email.entity.js';
import type { EmailStatus } from '../email.values.js';

/** The columns that sending needs. */
export type WaitingEmail = Pick<
  Email,
  'id' | 'templateId' | 'recipient' | 'replyTo' | 'personalisation' | 'attempts' | 'createdAt'
>;

/** The result of an attempt. */
export interface Outcome {
  /** `created` means that it is retried. */
  readonly status: EmailStatus;
  /** Seconds until the next attempt; unused for a final status. */
  readonly retryAfterSeconds: number;
  /** null after a success. */
  readonly error: string | null;
}

/** The queue side of the outbox: claims waiting mails and records results. */
@Injectable()
export class EmailQueueRepository {
  constructor(private readonly database: Database) {}

  /**
   * Locks and returns the mail that has been due longest and that no other worker holds; null if none is due. The lock
   * ends with the transaction.
   */
  async claimNext(transaction: Queryable): Promise<WaitingEmail | null> {
    const rows = await transaction.query<WaitingEmail>(
      `SELECT id, template_id AS "templateId", recipient, reply_to AS "replyTo", personalisation, attempts,
         created_at AS "createdAt"
       FROM notify.email ${claimDueRows({ waiting: `status = 'created'`, dueAt: 'next_attempt_at', limit: 1 })}`,
    );
    return rows[0] ?? null;
  }

  /** Records the result of the attempt, in the transaction that claimed the mail. */
  async settle(transaction: Queryable, id: string, outcome: Outcome): Promise<void> {
    await transaction.query(
      `UPDATE notify.email SET status = $2, attempts = attempts + 1, last_error = coalesce($3, last_error),
         next_attempt_at = clock_timestamp() + make_interval(secs => $4),
         updated_at = clock_timestamp(), sent_at = CASE WHEN $2 = 'sent' THEN clock_timestamp() END
       WHERE id = $1`,
      [id, outcome.status, outcome.error, outcome.retryAfterSeconds],
    );
  }

  /** Count of mails by status; a status without mails is absent. */
  async countByStatus(): Promise<{ status: EmailStatus; count: number }[]> {
    return this.database.query(
      `SELECT status, count(*)::double precision AS count FROM notify.email GROUP BY status`,
    );
  }

  /** Age of the mail that has waited longest; 0 if none waits. */
  async oldestWaitingSeconds(): Promise<number> {
    const rows = await this.database.query<{ seconds: number }>(
      `SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::double precision AS seconds
       FROM notify.email WHERE status = 'created'`,
    );
    return rows[0]?.seconds ?? 0;
  }
}
