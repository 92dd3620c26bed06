import type { Queryable } from '../../../../database/queryable.js';

/** Rows of one statement, so that no transaction is long. */
const batchSize = 5_000;

/** The operator's SQL for e-mails that need not be kept. */
export class EmailRetentionRepository {
  /**
   * Deletes e-mails that were sent or given up before `cutoff`; returns their number. An e-mail that waits is kept, however
   * old, and so is one that is put back into the queue meanwhile.
   */
  async removeBefore(session: Queryable, cutoff: Date): Promise<number> {
    for (let count = 0; ;) {
      const rows = await session.query(
        `DELETE FROM notify.email WHERE status <> 'created' AND id IN (
           SELECT id FROM notify.email
           WHERE status <> 'created' AND coalesce(sent_at, updated_at, created_at) < $1 LIMIT ${batchSize}
         ) RETURNING id`,
        [cutoff],
      );
      count += rows.length;
      if (rows.length === 0) return count;
    }
  }
}
