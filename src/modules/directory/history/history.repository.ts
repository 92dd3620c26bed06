import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import type { PageRequest, Slice } from '../pagination/page.js';
import { type PageRow, pageStatement, toSlice } from '../pagination/page-statement.js';
import type { HistoryEntry, NewHistoryEntry } from './history-entry.js';

/** The owners of histories: table `directory.<owner>` with `<owner>_id` and `revision`, history `directory.<owner>_history`. */
export type HistoryOwner = 'organisation' | 'flag';

/** The facts of a reader that decide which changes they see. */
export interface HistoryReader {
  readonly showsUsers: boolean;
  readonly flagClearance: number;
}

/** The list of flags before or after a change; empty for anything but a list. */
const listOf = (member: 'Old' | 'New'): string =>
  `CASE jsonb_typeof(change -> '${member}') WHEN 'array' THEN change -> '${member}' ELSE '[]' END`;

/**
 * True of an entry with a change that the reader sees: $4 says whether they see users, $5 is their clearance. An id that is in
 * both lists is no change. An entry of hidden changes only is left out, because its presence would tell of hidden flags.
 */
const showsSomething = `EXISTS (
  SELECT FROM jsonb_array_elements(changes) change
  WHERE CASE change ->> 'Field'
    WHEN 'AdminUsers' THEN $4::boolean
    WHEN 'Flags' THEN EXISTS (
      SELECT FROM jsonb_array_elements_text(${listOf('Old')} || ${listOf('New')}) named(flag_id)
      WHERE NOT EXISTS (SELECT FROM directory.flag f WHERE f.flag_id = named.flag_id AND f.access_level > $5::integer)
      GROUP BY named.flag_id HAVING count(*) = 1)
    ELSE true
  END)`;

/** The only SQL on single histories. Entries are added, never changed. */
@Injectable()
export class HistoryRepository {
  constructor(private readonly database: Database) {}

  /** Adds an entry under the owner's present revision, which the same transaction has counted on. */
  async append(
    transaction: Queryable,
    owner: HistoryOwner,
    ownerId: string,
    entry: NewHistoryEntry,
  ): Promise<void> {
    await transaction.query(
      `INSERT INTO directory.${owner}_history
         (${owner}_id, revision, client_id, user_email, interaction_id, operation, changes)
       SELECT ${owner}_id, revision, $2, $3, $4, $5, $6 FROM directory.${owner} WHERE ${owner}_id = $1`,
      [
        ownerId,
        entry.clientId,
        entry.userEmail,
        entry.interactionId,
        entry.operation,
        JSON.stringify(entry.changes),
      ],
    );
  }

  /** Counts the revision of a locked owner on, for a change of what belongs to it, and adds the entry. */
  async appendNext(
    transaction: Queryable,
    owner: HistoryOwner,
    ownerId: string,
    entry: NewHistoryEntry,
  ): Promise<void> {
    await transaction.query(`UPDATE directory.${owner} SET revision = revision + 1 WHERE ${owner}_id = $1`, [
      ownerId,
    ]);
    await this.append(transaction, owner, ownerId, entry);
  }

  /** One page of the entries that have something to show to the reader, newest first. */
  async listPage(
    owner: HistoryOwner,
    ownerId: string,
    page: PageRequest,
    reader: HistoryReader,
  ): Promise<Slice<HistoryEntry>> {
    const rows = await this.database.query<HistoryEntry & PageRow>(
      pageStatement({
        columns: `revision, at, client_id AS "clientId", user_email AS "userEmail",
          interaction_id AS "interactionId", operation, changes`,
        from: `directory.${owner}_history`,
        where: `${owner}_id = $1 AND ${showsSomething}`,
        orderBy: 'revision DESC',
        limit: '$2',
        offset: '$3',
      }),
      [ownerId, page.size, page.number * page.size, reader.showsUsers, reader.flagClearance],
    );
    return toSlice(rows);
  }
}
