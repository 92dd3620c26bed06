import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import type { PageRequest, Slice } from '../pagination/page.js';
import { type PageRow, pageStatement, toSlice } from '../pagination/page-statement.js';
import type { HistoryEntry, NewHistoryEntry } from './history-entry.js';
import { showsSomething } from './shown-entries.js';

/** The owners of histories: table `directory.<owner>` with `<owner>_id` and `revision`, history `directory.<owner>_history`. */
export type HistoryOwner = 'organisation' | 'flag';

/** The facts of a reader that decide which changes they see. */
export interface HistoryReader {
  readonly showsUsers: boolean;
  readonly flagClearance: number;
}

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
        where: `${owner}_id = $1 AND ${showsSomething('$4::boolean', '$5::integer')}`,
        orderBy: 'revision DESC',
        limit: '$2',
        offset: '$3',
      }),
      [ownerId, page.size, page.number * page.size, reader.showsUsers, reader.flagClearance],
    );
    return toSlice(rows);
  }
}
