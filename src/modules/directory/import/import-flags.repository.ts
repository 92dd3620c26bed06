import type { Queryable } from '../../../database/database.js';
import { selectedFlagColumns } from '../flags/flag-columns.js';
import type { Flag } from '../flags/flag.fields.js';
import type { FieldChange, NewHistoryEntry } from '../history/history-entry.js';
import type { NamedFlag } from '../participants-file/record.js';

/** The only SQL of the import on flags. */
export class ImportFlagsRepository {
  /**
   * Returns the Organisation flags with these names and values, and the flags with these ids of any Type. Locks them
   * against changes in order of ids, the lock order of flags.
   */
  async lockShared(transaction: Queryable, flags: readonly NamedFlag[]): Promise<Flag[]> {
    return transaction.query<Flag>(
      `SELECT ${selectedFlagColumns} FROM directory.flag f
       WHERE f.flag_id = ANY($1)
         OR (f.type = 'Organisation' AND (f.name, f.value) IN (SELECT * FROM unnest($2::text[], $3::text[])))
       ORDER BY f.flag_id FOR SHARE`,
      [
        flags.flatMap((flag) => (flag.complete === null ? [] : [flag.complete.flagId])),
        flags.map((flag) => flag.name),
        flags.map((flag) => flag.value),
      ],
    );
  }

  /**
   * Creates the flags that no concurrent transaction has created, each with its first history entry, without a user.
   * Returns their number.
   */
  async create(
    transaction: Queryable,
    flags: readonly (Flag & { readonly changes: readonly FieldChange[] })[],
    by: Pick<NewHistoryEntry, 'clientId' | 'interactionId'>,
  ): Promise<number> {
    const created = await transaction.query(
      `WITH given AS (
         SELECT * FROM json_to_recordset($1) AS r("flagId" text, "createdAt" timestamptz, "updatedAt" timestamptz,
           name text, description text, type text, value text, status text, "accessLevel" integer, changes jsonb)
       ), created AS (
         INSERT INTO directory.flag
           (flag_id, created_at, updated_at, name, description, type, value, status, access_level)
         SELECT "flagId", "createdAt", "updatedAt", name, description, type, value, status, "accessLevel"
         FROM given ORDER BY name COLLATE "C", value COLLATE "C"
         ON CONFLICT DO NOTHING RETURNING flag_id, revision
       )
       INSERT INTO directory.flag_history (flag_id, revision, client_id, interaction_id, operation, changes)
       SELECT created.flag_id, created.revision, $2, $3, 'Create', given.changes
       FROM created JOIN given ON given."flagId" = created.flag_id RETURNING flag_id`,
      [JSON.stringify(flags), by.clientId, by.interactionId],
    );
    return created.length;
  }
}
