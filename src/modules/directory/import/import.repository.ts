import type { Queryable } from '../../../database/database.js';
import { columnList, rowsFromArrays, valuesOf } from '../../../fields/sql.js';
import { selectedFlagColumns } from '../flags/flag-columns.js';
import type { Flag } from '../flags/flag.fields.js';
import {
  type OrganisationRow,
  organisationColumns,
  selectedColumns,
} from '../organisations/organisation.fields.js';
import type { FieldChange } from '../history/history-entry.js';
import type { ImportAdminUser } from '../participants-file/record.js';

/** One flag on one organisation. */
export interface CarriedFlag {
  readonly organisationId: string;
  readonly flagId: string;
}

/** One entry of the history. */
export interface ImportHistoryEntry {
  readonly organisationId: string;
  readonly revision: number;
  readonly changes: readonly FieldChange[];
}

const columns = columnList(organisationColumns);
const properties = Object.keys(organisationColumns)
  .map((name) => `r."${name}"`)
  .join(', ');
/** The rows of a batch, with one array parameter a column: twice as fast as a list of JSON objects. */
const rowsOfBatch = rowsFromArrays(organisationColumns, 'r');

/** The only SQL of the import on organisations: each statement serves a whole batch. */
export class ImportRepository {
  /** Returns the organisations that exist, locked in order of their ids. */
  async lock(transaction: Queryable, organisationIds: readonly string[]): Promise<OrganisationRow[]> {
    return transaction.query<OrganisationRow>(
      `SELECT ${selectedColumns} FROM directory.organisation o
       WHERE o.organisation_id = ANY($1) ORDER BY o.organisation_id FOR UPDATE`,
      [organisationIds],
    );
  }

  /** Lists the flags of organisations. */
  async listFlags(
    transaction: Queryable,
    organisationIds: readonly string[],
  ): Promise<(Flag & CarriedFlag)[]> {
    return transaction.query<Flag & CarriedFlag>(
      `SELECT c.organisation_id AS "organisationId", ${selectedFlagColumns}
       FROM directory.organisation_flag c JOIN directory.flag f USING (flag_id) WHERE c.organisation_id = ANY($1)`,
      [organisationIds],
    );
  }

  /** Lists the administrators of organisations. */
  async listAdminUsers(
    transaction: Queryable,
    organisationIds: readonly string[],
  ): Promise<(ImportAdminUser & { organisationId: string })[]> {
    return transaction.query(
      `SELECT organisation_id AS "organisationId", user_email AS "userEmail", status
       FROM directory.admin_user WHERE organisation_id = ANY($1)`,
      [organisationIds],
    );
  }

  /** Inserts the organisations that no concurrent transaction has created. Returns their number. */
  async insert(transaction: Queryable, rows: readonly OrganisationRow[]): Promise<number> {
    const inserted = await transaction.query(
      `INSERT INTO directory.organisation (${columns})
       SELECT ${properties} FROM ${rowsOfBatch} ORDER BY r."organisationId" COLLATE "C"
       ON CONFLICT (organisation_id) DO NOTHING RETURNING 1`,
      columnsOf(rows),
    );
    return inserted.length;
  }

  /** Writes every column of locked organisations, revision included. */
  async update(transaction: Queryable, rows: readonly OrganisationRow[]): Promise<void> {
    await transaction.query(
      `UPDATE directory.organisation o SET (${columns}) = ROW (${properties})
       FROM ${rowsOfBatch} WHERE o.organisation_id = r."organisationId"`,
      columnsOf(rows),
    );
  }

  async addFlags(transaction: Queryable, carried: readonly CarriedFlag[]): Promise<void> {
    await transaction.query(
      `INSERT INTO directory.organisation_flag (organisation_id, flag_id) SELECT * FROM unnest($1::text[], $2::text[])`,
      pairs(carried),
    );
  }

  async removeFlags(transaction: Queryable, carried: readonly CarriedFlag[]): Promise<void> {
    await transaction.query(
      `DELETE FROM directory.organisation_flag
       WHERE (organisation_id, flag_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
      pairs(carried),
    );
  }

  /** Upserts administrators. */
  async saveAdminUsers(
    transaction: Queryable,
    users: readonly (ImportAdminUser & { organisationId: string })[],
  ): Promise<void> {
    await transaction.query(
      `INSERT INTO directory.admin_user (organisation_id, user_email, status)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
       ON CONFLICT (organisation_id, user_email) DO UPDATE SET status = excluded.status`,
      [
        users.map((user) => user.organisationId),
        users.map((user) => user.userEmail),
        users.map((user) => user.status),
      ],
    );
  }

  /**
   * Adds entries with operation Import and without a user. Sends the changes as lines of one text, since JSON contains no
   * raw line feed; parsing them out of one larger document takes PostgreSQL more than twice the time.
   */
  async appendHistory(
    transaction: Queryable,
    entries: readonly ImportHistoryEntry[],
    by: { readonly clientId: string; readonly interactionId: string },
  ): Promise<void> {
    await transaction.query(
      `INSERT INTO directory.organisation_history
         (organisation_id, revision, client_id, user_email, interaction_id, operation, changes)
       SELECT r.organisation_id, r.revision, $1, NULL, $2, 'Import', r.changes::jsonb
       FROM ROWS FROM (unnest($3::text[]), unnest($4::integer[]), string_to_table($5, E'\\n'))
         AS r(organisation_id, revision, changes)`,
      [
        by.clientId,
        by.interactionId,
        entries.map((entry) => entry.organisationId),
        entries.map((entry) => entry.revision),
        entries.map((entry) => JSON.stringify(entry.changes)).join('\n'),
      ],
    );
  }
}

/** Returns the values of each column. Dates become ISO text, since the driver's text depends on the process's time zone. */
function columnsOf(rows: readonly OrganisationRow[]): unknown[][] {
  const valueRows = rows.map((row) => valuesOf(organisationColumns, row));
  return Object.keys(organisationColumns).map((_, index) =>
    valueRows.map(({ [index]: value }) => (value instanceof Date ? value.toISOString() : value)),
  );
}

function pairs(carried: readonly CarriedFlag[]): [string[], string[]] {
  return [carried.map((pair) => pair.organisationId), carried.map((pair) => pair.flagId)];
}
