import type { Queryable } from '../../../../database/queryable.js';

/** An e-mail that is no longer retried. */
export interface FailedEmail {
  readonly id: string;
  readonly status: 'permanent-failure' | 'technical-failure';
  readonly createdAt: Date;
  readonly attempts: number;
  readonly recipient: string;
  readonly lastError: string | null;
}

const failed = `status IN ('permanent-failure', 'technical-failure')`;

/** The operator's SQL for e-mails that are no longer retried. */
export class FailedEmailsRepository {
  /** Oldest first. */
  async list(session: Queryable): Promise<FailedEmail[]> {
    return session.query<FailedEmail>(
      `SELECT id, status, created_at AS "createdAt", attempts, recipient, last_error AS "lastError"
       FROM notify.email WHERE ${failed} ORDER BY created_at, id`,
    );
  }

  /** Puts the e-mails back into the queue with no attempts counted; returns their number. */
  async requeue(session: Queryable, ids: readonly string[] | 'all'): Promise<number> {
    const rows = await session.query(
      `UPDATE notify.email SET status = 'created', attempts = 0, next_attempt_at = clock_timestamp(),
         updated_at = clock_timestamp()
       WHERE ${failed} AND ($1::text[] IS NULL OR id::text = ANY ($1)) RETURNING id`,
      [ids === 'all' ? null : ids],
    );
    return rows.length;
  }
}
