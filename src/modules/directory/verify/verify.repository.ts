import type { Queryable } from '../../../database/queryable.js';
import { entryColumns, positionOf } from '../changes/entry-columns.js';
import type { LoggedEntry } from '../changes/logged-entry.js';

/** A position of the log with its entry; without one only the owner and the revision are there. */
export interface LogRow extends LoggedEntry {
  readonly isInHistory: boolean;
}

/** The owners of histories. */
const owners = ['organisation', 'flag'] as const;

/** Positions that one statement reads; an entry can hold a logo of 64 KiB. */
const batchSize = 500;

/** Entries without a position. The sequencer never comes back to those that the head's snapshot sees. */
const unplaced = owners
  .map(
    (owner) => `
    SELECT '${owner}' AS owner, h.${owner}_id AS "ownerId", h.revision,
      pg_visible_in_snapshot(h.writer, head.snapshot) AS "isLost"
    FROM directory.${owner}_history h CROSS JOIN directory.change_log_head head
    WHERE ${positionOf(owner, `h.${owner}_id`, 'h.revision')} IS NULL`,
  )
  .join(' UNION ALL ');

/** The entry of the position `l`. */
const entry = owners
  .map(
    (owner) => `
    SELECT ${entryColumns(owner)} FROM directory.${owner}_history h
    WHERE h.${owner}_id = l.${owner}_id AND h.revision = l.revision`,
  )
  .join(' UNION ALL ');

/** The entries of the histories that have no position. */
export interface UnplacedEntries {
  /** Entries that the sequencer has not come to yet. */
  readonly waiting: number;
  /** The first entry that the sequencer never comes to, by owner and revision. */
  readonly lost: Pick<LoggedEntry, 'owner' | 'ownerId' | 'revision'> | null;
}

/** Reads the whole log, in the transaction of its caller. */
export class VerifyRepository {
  /** Runs the work on one snapshot of the database. */
  async inSnapshot<Result>(session: Queryable, work: () => Promise<Result>): Promise<Result> {
    await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    try {
      return await work();
    } finally {
      await session.query('ROLLBACK');
    }
  }

  /** Yields the positions in order, a few hundred at a time. */
  async *batches(session: Queryable): AsyncGenerator<LogRow[]> {
    let last: number | undefined = 0;
    while (last !== undefined) {
      const rows = await this.readAfter(session, last);
      if (rows.length > 0) yield rows;
      last = rows.length < batchSize ? undefined : rows.at(-1)?.position;
    }
  }

  async findUnplaced(session: Queryable): Promise<UnplacedEntries> {
    const rows = await session.query<
      NonNullable<UnplacedEntries['lost']> & { isLost: boolean; count: string }
    >(
      `SELECT DISTINCT ON ("isLost") *, count(*) OVER (PARTITION BY "isLost") AS count
       FROM (${unplaced}) unplaced ORDER BY "isLost", owner, "ownerId" COLLATE "C", revision`,
    );
    return {
      waiting: Number(rows.find(({ isLost }) => !isLost)?.count ?? 0),
      lost: rows.find(({ isLost }) => isLost) ?? null,
    };
  }

  private async readAfter(session: Queryable, position: number): Promise<LogRow[]> {
    const rows = await session.query<Omit<LogRow, 'position'> & { position: string }>(
      `SELECT entry.*, entry.at IS NOT NULL AS "isInHistory", l.position, encode(l.hash, 'hex') AS hash, l.revision,
         CASE WHEN l.flag_id IS NULL THEN 'organisation' ELSE 'flag' END AS owner,
         coalesce(l.flag_id, l.organisation_id) AS "ownerId"
       FROM directory.change_log l LEFT JOIN LATERAL (${entry}) entry ON true
       WHERE l.position > $1 ORDER BY l.position LIMIT ${batchSize}`,
      [position],
    );
    return rows.map((row) => ({ ...row, position: Number(row.position) }));
  }
}
