import type { Queryable } from '../../../database/database.js';
import { selectedFlagColumns } from '../flags/flag-columns.js';
import type { Flag } from '../flags/flag.entity.js';
import type { FieldChange } from '../history/organisation-history.entity.js';
import { columnOf, organisationProperties, selectedColumns } from '../organisations/organisation-columns.js';
import type { OrganisationRecord } from '../organisations/organisation-record.js';
import type { ImportAdminUser } from './import-record.js';

/** The table's row without its flags. */
export type OrganisationRow = Omit<OrganisationRecord, 'flags'>;

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

const columnTypes: Readonly<Record<string, string>> = {
  createdOn: 'timestamptz',
  requiresParticipantTermsAndConditionsSigning: 'boolean',
  revision: 'integer',
};
const columns = organisationProperties.map(columnOf).join(', ');
const properties = organisationProperties.map((property) => `r."${property}"`).join(', ');
const recordset = organisationProperties
  .map((property) => `"${property}" ${columnTypes[property] ?? 'text'}`)
  .join(', ');

/** The only SQL of the import on organisations: each statement serves a whole batch. */
export class ImportRepository {
  /** Those of these organisations that exist, locked in order of their ids. */
  async lock(transaction: Queryable, organisationIds: readonly string[]): Promise<OrganisationRow[]> {
    return transaction.query<OrganisationRow>(
      `SELECT ${selectedColumns} FROM directory.organisation o
       WHERE o.organisation_id = ANY($1) ORDER BY o.organisation_id FOR UPDATE`,
      [organisationIds],
    );
  }

  /** The flags that organisations carry. */
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

  /** The administrators of organisations. */
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

  /** Returns how many were new: one that another transaction created meanwhile is not touched. */
  async insert(transaction: Queryable, rows: readonly OrganisationRow[]): Promise<number> {
    const inserted = await transaction.query(
      `INSERT INTO directory.organisation (${columns})
       SELECT ${properties} FROM json_to_recordset($1) AS r(${recordset}) ORDER BY r."organisationId" COLLATE "C"
       ON CONFLICT (organisation_id) DO NOTHING RETURNING 1`,
      [JSON.stringify(rows, [...organisationProperties])],
    );
    return inserted.length;
  }

  /** Writes every column of locked organisations, revision included. */
  async update(transaction: Queryable, rows: readonly OrganisationRow[]): Promise<void> {
    await transaction.query(
      `UPDATE directory.organisation o SET (${columns}) = ROW (${properties})
       FROM json_to_recordset($1) AS r(${recordset}) WHERE o.organisation_id = r."organisationId"`,
      [JSON.stringify(rows, [...organisationProperties])],
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

  /** Adds administrators, or gives those that are there their new status. */
  async saveAdminUsers(
    transaction: Queryable,
    users: readonly (ImportAdminUser & { organisationId: string })[],
  ): Promise<void> {
    await transaction.query(
      `INSERT INTO directory.admin_user (organisation_id, user_email, status)
       SELECT "organisationId", "userEmail", status
       FROM json_to_recordset($1) AS r("organisationId" text, "userEmail" text, status text)
       ON CONFLICT (organisation_id, user_email) DO UPDATE SET status = excluded.status`,
      [JSON.stringify(users)],
    );
  }

  /** Adds entries with operation Import, made by a client without a user. */
  async appendHistory(
    transaction: Queryable,
    entries: readonly ImportHistoryEntry[],
    by: { readonly clientId: string; readonly interactionId: string },
  ): Promise<void> {
    await transaction.query(
      `INSERT INTO directory.organisation_history
         (organisation_id, revision, client_id, user_email, interaction_id, operation, changes)
       SELECT "organisationId", revision, $2, NULL, $3, 'Import', changes
       FROM json_to_recordset($1) AS r("organisationId" text, revision integer, changes jsonb)`,
      [JSON.stringify(entries), by.clientId, by.interactionId],
    );
  }
}

function pairs(carried: readonly CarriedFlag[]): [string[], string[]] {
  return [carried.map((pair) => pair.organisationId), carried.map((pair) => pair.flagId)];
}
