import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import { entryColumns, positionOf } from './entry-columns.js';
import type { LoggedEntry } from './logged-entry.js';
import type { Place } from './place.js';

/** Entries of the log in order, and the end of the log that the same statement saw. */
export interface LogPage {
  readonly newest: Place;
  readonly entries: readonly LoggedEntry[];
}

/** The work that the sequencer has before it. */
export interface LogLag {
  /** Entries without a position, counted up to a hundred thousand. */
  readonly entries: number;
  /** The time for which one of them has waited. */
  readonly seconds: number;
  readonly position: number;
}

type PageRow = { readonly log: string; readonly newest: string } & (
  | { readonly position: null }
  | (Omit<LoggedEntry, 'position'> & { readonly position: string })
);

/** A row without a position is that of an empty page. */
function toEntry(row: PageRow): LoggedEntry[] {
  return row.position === null ? [] : [{ ...row, position: Number(row.position) }];
}

const maxCounted = 100_000;

/** Times of the entries without a position that the head's snapshot does not see. */
const waiting = (['organisation', 'flag'] as const)
  .map(
    (owner) => `(SELECT h.at FROM directory.${owner}_history h CROSS JOIN directory.change_log_head head
      WHERE h.writer >= pg_snapshot_xmin(head.snapshot) AND NOT pg_visible_in_snapshot(h.writer, head.snapshot)
        AND ${positionOf(owner, `h.${owner}_id`, 'h.revision')} IS NULL LIMIT ${maxCounted})`,
  )
  .join(' UNION ALL ');

/** The only SQL that reads the log. */
@Injectable()
export class ChangeLogRepository {
  constructor(private readonly database: Database) {}

  /** Returns the end of the log. */
  async readNewest(): Promise<Place> {
    const [row] = await this.database.prepared<{ log: string; position: string }>(
      'SELECT log, position FROM directory.change_log_head',
    );
    if (row === undefined) throw new Error('directory.change_log_head has no row');
    return { log: row.log, position: Number(row.position) };
  }

  /** Reads up to `limit` entries after a position. */
  async readPage(after: number, limit: number): Promise<LogPage> {
    const branch = (owner: 'organisation' | 'flag'): string => `
      SELECT l.position, encode(l.hash, 'hex') AS hash, ${entryColumns(owner)}
      FROM directory.${owner}_history h WHERE h.${owner}_id = l.${owner}_id AND h.revision = l.revision`;
    const rows = await this.database.prepared<PageRow>(
      `SELECT head.log, head.position AS newest, page.* FROM directory.change_log_head head LEFT JOIN (
         SELECT entry.* FROM (
           SELECT * FROM directory.change_log WHERE position > $1 ORDER BY position LIMIT $2
         ) l CROSS JOIN LATERAL (${branch('organisation')} UNION ALL ${branch('flag')}) entry
       ) page ON true ORDER BY page.position`,
      [after, limit],
    );
    const [first] = rows;
    if (first === undefined) throw new Error('directory.change_log_head has no row');
    return {
      newest: { log: first.log, position: Number(first.newest) },
      entries: rows.flatMap(toEntry),
    };
  }

  /** Returns the AccessLevel of each of these flags, by id. */
  async accessLevels(flagIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (flagIds.length === 0) return new Map();
    const rows = await this.database.prepared<{ flagId: string; accessLevel: number }>(
      `SELECT flag_id AS "flagId", access_level AS "accessLevel" FROM directory.flag WHERE flag_id = ANY($1)`,
      [flagIds],
    );
    return new Map(rows.map(({ flagId, accessLevel }) => [flagId, accessLevel]));
  }

  /** Returns which of these organisations have an address among their Active administrators. */
  async administeredBy(userEmail: string, organisationIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (organisationIds.length === 0) return new Set();
    const rows = await this.database.prepared<{ organisationId: string }>(
      `SELECT organisation_id AS "organisationId" FROM directory.admin_user
       WHERE user_email = $1 AND status = 'Active' AND organisation_id = ANY($2)`,
      [userEmail, organisationIds],
    );
    return new Set(rows.map(({ organisationId }) => organisationId));
  }

  async lag(): Promise<LogLag> {
    const [row] = await this.database.prepared<LogLag & { position: string; entries: string }>(
      `SELECT head.position, count(waiting.at) AS entries,
         coalesce(extract(epoch FROM clock_timestamp() - greatest(min(waiting.at), head.caught_up_at)), 0)
           ::double precision AS seconds
       FROM directory.change_log_head head LEFT JOIN (${waiting}) waiting ON true
       GROUP BY head.position, head.caught_up_at`,
    );
    if (row === undefined) throw new Error('directory.change_log_head has no row');
    return {
      entries: Number(row.entries),
      seconds: Number(row.entries) === 0 ? 0 : Math.max(row.seconds, 0),
      position: Number(row.position),
    };
  }
}
