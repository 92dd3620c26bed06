import { Injectable } from '@nestjs/common';
import { assignments, valuesOf } from '../../../../fields/sql.js';
import { Database, type Queryable } from '../../../../database/database.js';
import {
  carriedFlags,
  type FlagJson,
  flagVersion,
  namedFlags,
  toFlag,
  toFlags,
  type VersionedFlagJson,
} from '../../flags/flag-columns.js';
import {
  type OrganisationRow,
  amendableColumns,
  rowVersion,
  selectedColumns,
} from '../organisation.fields.js';
import {
  type OrganisationRelations,
  relatingColumns,
  relations,
} from '../organisation-relations.repository.js';
import { administers } from '../organisation-visibility.js';
import { Parameters } from '../parameters.js';
import type { Amendment, AmendmentSnapshot, Decision } from './amendment.js';

type Row = OrganisationRow & { readonly flags: readonly FlagJson[] };

type SnapshotRow = (Row | { readonly organisationId: null }) &
  OrganisationRelations & {
    readonly rowVersion: string | null;
    readonly isAdministered: boolean;
    readonly namedFlags: readonly VersionedFlagJson[];
  };

/**
 * Flags before the organisation: how many are held is asked before the first row of the organisation is looked for. A row
 * that was waited for is compared as it is then, the flag's version and the organisation's alike.
 */
const writeAmendment = `
  WITH held AS MATERIALIZED (
    SELECT f.flag_id FROM directory.flag f
    WHERE f.flag_id = ANY($3) AND ${flagVersion} = ($4::text[])[array_position($3, f.flag_id)]
    ORDER BY f.flag_id FOR SHARE
  ), amended AS (
    UPDATE directory.organisation o SET revision = o.revision + 1,
      ${assignments(amendableColumns, 10)}
    WHERE o.organisation_id = $1 AND ${rowVersion} = $2 AND (SELECT count(*) FROM held) = cardinality($3::text[])
    RETURNING o.organisation_id, o.revision
  ), taken AS (
    DELETE FROM directory.organisation_flag c USING amended
    WHERE c.organisation_id = amended.organisation_id AND NOT c.flag_id = ANY($5)
  ), given AS (
    INSERT INTO directory.organisation_flag (organisation_id, flag_id)
    SELECT amended.organisation_id, unnest($5::text[]) FROM amended ON CONFLICT DO NOTHING
  )
  INSERT INTO directory.organisation_history
    (organisation_id, revision, client_id, user_email, interaction_id, operation, changes)
  SELECT organisation_id, revision, $6, $7, $8, 'Update', $9 FROM amended RETURNING revision`;

/** The only SQL of amendments. Without a transaction each statement is one of its own. */
@Injectable()
export class AmendmentRepository {
  constructor(private readonly database: Database) {}

  /** Locks the organisation and the named flags until the end of the transaction. */
  async lock(transaction: Queryable, { organisationId, flagIds }: Amendment): Promise<void> {
    // Flags before organisations, each by id: every transaction takes its locks in this order.
    await transaction.query(
      `SELECT FROM directory.flag f WHERE f.flag_id = ANY($1) ORDER BY f.flag_id FOR SHARE`,
      [flagIds ?? []],
    );
    await transaction.query(`SELECT FROM directory.organisation o WHERE o.organisation_id = $1 FOR UPDATE`, [
      organisationId,
    ]);
  }

  async read(amendment: Amendment, transaction?: Queryable): Promise<AmendmentSnapshot> {
    const parameters = new Parameters();
    const sql = readCurrentState(amendment, parameters);
    const rows = await (transaction === undefined
      ? this.database.prepared<SnapshotRow>(sql, parameters.values)
      : transaction.query<SnapshotRow>(sql, parameters.values));
    const [row] = rows;
    if (row === undefined) throw new Error('The snapshot statement returned no row.');
    return toSnapshot(row);
  }

  /**
   * Writes the amendment with its history entry in one statement. Returns false if the organisation or a named flag
   * changed since the snapshot.
   */
  async write(
    { organisationId, author }: Amendment,
    { rowVersion: version, namedFlags }: AmendmentSnapshot,
    { after, changes }: Decision,
    transaction?: Queryable,
  ): Promise<boolean> {
    const { clientId, userEmail, interactionId } = author.signature;
    const values = [
      organisationId,
      version,
      namedFlags.map(({ flag }) => flag.flagId),
      namedFlags.map((named) => named.version),
      after.flags.map((flag) => flag.flagId),
      clientId,
      userEmail,
      interactionId,
      JSON.stringify(changes),
      ...valuesOf(amendableColumns, after),
    ];
    const rows = await (transaction === undefined
      ? this.database.preparedWrite(writeAmendment, values)
      : transaction.query(writeAmendment, values));
    return rows.length > 0;
  }
}

/** Returns the statement of the snapshot, which always has one row. It has few texts, so that it stays prepared. */
function readCurrentState(
  { organisationId, fields, flagIds, author }: Amendment,
  parameters: Parameters,
): string {
  const { caller } = author;
  const isAdministered =
    caller.isOperator || caller.userEmail === null ? 'false' : administers(parameters.add(caller.userEmail));
  return `
    SELECT ${selectedColumns}, ${rowVersion} AS "rowVersion", ${carriedFlags()} AS flags, ${isAdministered} AS "isAdministered",
      ${namedFlags(parameters.add(flagIds ?? []))} AS "namedFlags",
      ${relations({ organisationId, ...fields }, caller, parameters)}
    FROM (VALUES (true)) AS asked
    LEFT JOIN directory.organisation o ON o.organisation_id = ${parameters.add(organisationId)}
    CROSS JOIN LATERAL (SELECT ${relatingColumns}) AS present`;
}

function toSnapshot({
  rowVersion: version,
  isAdministered,
  namedFlags,
  hasParent,
  hasActiveTwin,
  ...row
}: SnapshotRow): AmendmentSnapshot {
  return {
    organisation: row.organisationId === null ? null : { ...row, flags: toFlags(row.flags) },
    rowVersion: version,
    isAdministered,
    namedFlags: namedFlags.map(({ version: flagRowVersion, ...json }) => ({
      flag: toFlag(json),
      version: flagRowVersion,
    })),
    relations: { hasParent, hasActiveTwin },
  };
}
