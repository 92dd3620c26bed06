import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import type { ReadSource } from '../../../database/queryable.js';
import { columnList, placeholders, valuesOf } from '../../../fields/sql.js';
import { carriedFlags, type FlagJson, toFlags } from '../flags/flag-columns.js';
import {
  type AmendableFields,
  type OrganisationRecord,
  amendableColumns,
  rowVersion,
  selectedColumns,
} from './organisation.fields.js';
import { administers, isVisible, type Visibility } from './organisation-visibility.js';
import { directoryVersion, flagsVersionIn } from './listing/version-text.js';
import { Parameters } from './parameters.js';

/** An organisation and the version of its row. */
type VersionedOrganisation = OrganisationRecord & { readonly rowVersion: string };

/** Organisations of one moment. */
export interface OrganisationsVersion {
  readonly organisations: readonly VersionedOrganisation[];
  /** The directory's version at that moment. */
  readonly version: string;
  /** The part of it that changes with the flags themselves. */
  readonly flagsVersion: string;
}

type Row = Omit<OrganisationRecord, 'flags'> & { readonly flags: readonly FlagJson[] };

/** The only SQL on organisations and the flags that they carry. */
@Injectable()
export class OrganisationsRepository {
  constructor(private readonly database: Database) {}

  /**
   * The organisations of these ids as they are now, with the flags up to a clearance, and the version that the same
   * statement saw; none where there are none of them.
   */
  async listVersions(
    organisationIds: readonly string[],
    clearance: number,
    source: ReadSource,
  ): Promise<OrganisationsVersion> {
    // A plan that knows the ids looks cheaper where they are few, and is made anew each time, five times as long as it runs.
    const rows = await source.prepared<Row & { rowVersion: string; version: string }>(
      `SELECT ${selectedColumns}, ${rowVersion} AS "rowVersion", ${carriedFlags('$2')} AS flags,
         ${directoryVersion} AS version
       FROM directory.organisation o WHERE o.organisation_id = ANY((SELECT $1::text[])::text[])`,
      [organisationIds, clearance],
    );
    const version = rows[0]?.version ?? '';
    return {
      organisations: rows.map((row) => ({ ...row, flags: toFlags(row.flags) })),
      version,
      flagsVersion: flagsVersionIn(version),
    };
  }

  /** The organisations of these ids that there are, in the order of the ids, with the flags up to a clearance. */
  async listInOrder(
    snapshot: Queryable,
    organisationIds: readonly string[],
    clearance: number,
  ): Promise<OrganisationRecord[]> {
    const rows = await snapshot.query<Row>(
      `SELECT ${selectedColumns}, ${carriedFlags('$2')} AS flags
       FROM unnest($1::text[]) WITH ORDINALITY AS asked(organisation_id, position)
       JOIN directory.organisation o USING (organisation_id) ORDER BY asked.position`,
      [organisationIds, clearance],
    );
    return rows.map(toRecord);
  }

  /** The same as `find`, with the version that the statement saw, whether or not it found something. */
  async findVersion(
    organisationId: string,
    visibility: Visibility,
    source: ReadSource,
  ): Promise<{ organisation: OrganisationRecord | null; version: string }> {
    const parameters = new Parameters();
    const sql = selectVisible(organisationId, visibility, parameters);
    const rows = await source.prepared<Row & { version: string }>(
      `SELECT seen.version, found.* FROM (SELECT ${directoryVersion} AS version) seen LEFT JOIN (${sql}) found ON true`,
      parameters.values,
    );
    const { version = '', ...row } = rows[0] ?? {};
    return { version, organisation: isFound(row) ? toRecord(row) : null };
  }

  /** An organisation that the caller may see, with the flags that they may see. */
  async find(organisationId: string, visibility: Visibility): Promise<OrganisationRecord | null> {
    const parameters = new Parameters();
    const sql = selectVisible(organisationId, visibility, parameters);
    const rows = await this.database.prepared<Row>(sql, parameters.values);
    return rows[0] === undefined ? null : toRecord(rows[0]);
  }

  /** Locks an organisation until the end of the transaction, and reads it with all of its flags. */
  async lock(transaction: Queryable, organisationId: string): Promise<OrganisationRecord | null> {
    // Two statements: the flags must be read after the lock is had, not with the row that was waited for.
    const rows = await transaction.query<Omit<OrganisationRecord, 'flags'>>(
      `SELECT ${selectedColumns} FROM directory.organisation o WHERE o.organisation_id = $1 FOR UPDATE`,
      [organisationId],
    );
    const [row] = rows;
    if (row === undefined) return null;
    const [carried] = await transaction.query<{ flags: FlagJson[] }>(
      `SELECT ${carriedFlags()} AS flags FROM directory.organisation o WHERE o.organisation_id = $1`,
      [organisationId],
    );
    return toRecord({ ...row, flags: carried?.flags ?? [] });
  }

  /** Whether an address is among an organisation's Active administrators. */
  async isAdministeredBy(
    transaction: Queryable,
    organisationId: string,
    userEmail: string,
  ): Promise<boolean> {
    const rows = await transaction.query(
      `SELECT FROM directory.organisation o WHERE o.organisation_id = $1 AND ${administers('$2')}`,
      [organisationId, userEmail],
    );
    return rows.length > 0;
  }

  /** @throws ConstraintViolation organisation_pkey where it exists */
  async insert(transaction: Queryable, organisationId: string, fields: AmendableFields): Promise<void> {
    await transaction.query(
      `INSERT INTO directory.organisation (organisation_id, ${columnList(amendableColumns)})
       VALUES ($1, ${placeholders(amendableColumns, 2)})`,
      [organisationId, ...valuesOf(amendableColumns, fields)],
    );
  }

  /** Puts flags on an organisation that carries none yet. */
  async addFlags(transaction: Queryable, organisationId: string, flagIds: readonly string[]): Promise<void> {
    await transaction.query(
      `INSERT INTO directory.organisation_flag (organisation_id, flag_id)
       SELECT $1, unnest($2::text[])`,
      [organisationId, flagIds],
    );
  }
}

function selectVisible(organisationId: string, visibility: Visibility, parameters: Parameters): string {
  const visible = isVisible(visibility, parameters);
  return `SELECT ${selectedColumns}, ${carriedFlags(parameters.add(visibility.flagClearance))} AS flags
    FROM directory.organisation o
    WHERE o.organisation_id = ${parameters.add(organisationId)} AND ${visible}`;
}

/** An outer join that found nothing gives nulls. */
function isFound(row: Partial<Row>): row is Row {
  return typeof row.organisationId === 'string';
}

function toRecord(row: Row): OrganisationRecord {
  return { ...row, flags: toFlags(row.flags) };
}
