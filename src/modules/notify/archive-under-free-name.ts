import { ConstraintViolation } from '../../database/database-errors.js';
import type { Queryable } from '../../database/database.js';

/**
 * Runs `archive` with the prefix `_archived_<UTC second of at>_`. While the name is taken, runs it again with the next
 * second. Each attempt is a savepoint, so that a violation does not end the transaction.
 * @throws whatever `archive` throws, except violations of `nameKeys`
 */
export async function archiveUnderFreeName<Result>(
  transaction: Queryable,
  at: Date,
  nameKeys: readonly string[],
  archive: (prefix: string) => Promise<Result>,
): Promise<Result> {
  for (let stamp = at; ; stamp = new Date(stamp.getTime() + 1_000)) {
    await transaction.query('SAVEPOINT archive');
    try {
      const result = await archive(archivePrefix(stamp));
      await transaction.query('RELEASE SAVEPOINT archive');
      return result;
    } catch (error) {
      if (!(error instanceof ConstraintViolation && nameKeys.includes(error.constraint))) throw error;
      await transaction.query('ROLLBACK TO SAVEPOINT archive');
    }
  }
}

function archivePrefix(at: Date): string {
  return `_archived_${at.toISOString().slice(0, 19).replace('T', '-')}_`;
}
