interface DueRows {
  /** SQL condition of the rows that wait. */
  readonly waiting: string;
  /** Column with the time of the next attempt. */
  readonly dueAt: string;
  /** Maximum number of rows, or a placeholder. */
  readonly limit: number | string;
}

/**
 * Returns the end of a SELECT that claims rows of a queue: those that have been due longest and that no other worker has
 * locked. Several instances therefore never claim the same row.
 */
export function claimDueRows({ waiting, dueAt, limit }: DueRows): string {
  return `WHERE ${waiting} AND ${dueAt} <= now() ORDER BY ${dueAt} LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
}
