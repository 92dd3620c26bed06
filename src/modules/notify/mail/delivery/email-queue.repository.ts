import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../../database/database.js';
import type { Email } from '../email.entity.js';
import type { EmailStatus } from '../email.values.js';

/** What is needed of a mail to send it. */
export type WaitingEmail = Pick<
  Email,
  'id' | 'templateId' | 'recipient' | 'replyTo' | 'personalisation' | 'attempts' | 'createdAt'
>;

/** What an attempt came to. */
export interface Outcome {
  /** `created`: it is tried again. */
  readonly status: EmailStatus;
  /** Until the next attempt, where there is one. */
  readonly retryAfterSeconds: number;
  /** null: it was sent. */
  readonly error: string | null;
}

/** The outbox from its other end: what waits, and what became of it. */
@Injectable()
export class EmailQueueRepository {
  constructor(private readonly database: Database) {}

  /**
   * The mail that has been due for longest and that no other worker has in hand; null where there is none. It is this
   * worker's until the end of the transaction, however that comes about.
   */
  async claimNext(transaction: Queryable): Promise<WaitingEmail | null> {
    const rows = await transaction.query<WaitingEmail>(
      `SELECT id, template_id AS "templateId", recipient, reply_to AS "replyTo", personalisation, attempts,
         created_at AS "createdAt"
       FROM notify.email
       WHERE status = 'created' AND next_attempt_at <= now()
       ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
    );
    return rows[0] ?? null;
  }

  /** Writes what the attempt came to, in the transaction that claimed the mail. */
  async settle(transaction: Queryable, id: string, outcome: Outcome): Promise<void> {
    await transaction.query(
      `UPDATE notify.email SET status = $2, attempts = attempts + 1, last_error = coalesce($3, last_error),
         next_attempt_at = clock_timestamp() + make_interval(secs => $4),
         updated_at = clock_timestamp(), sent_at = CASE WHEN $2 = 'sent' THEN clock_timestamp() END
       WHERE id = $1`,
      [id, outcome.status, outcome.error, outcome.retryAfterSeconds],
    );
  }

  /** How many mails there are of each status that has any. */
  async countByStatus(): Promise<{ status: EmailStatus; count: number }[]> {
    return this.database.query(
      `SELECT status, count(*)::double precision AS count FROM notify.email GROUP BY status`,
    );
  }

  /** The age of the mail that has waited for longest; 0 where none waits. */
  async oldestWaitingSeconds(): Promise<number> {
    const rows = await this.database.query<{ seconds: number }>(
      `SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::double precision AS seconds
       FROM notify.email WHERE status = 'created'`,
    );
    return rows[0]?.seconds ?? 0;
  }
}
