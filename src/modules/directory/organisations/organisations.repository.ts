import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import type { Caller } from '../auth/caller.js';
import { carriedFlags, type FlagJson, toFlags } from '../flags/flag-columns.js';
import type { PageRequest, Slice } from '../pagination/page.js';
import { orderTerm, type PageRow, pageStatement, toSlice } from '../pagination/page-statement.js';
import type { SortStep } from '../pagination/sort.js';
import { columnOf, organisationProperties, selectedColumns } from './organisation-columns.js';
import type { AmendableFields, OrganisationRecord } from './organisation-record.js';
import type { SortableProperty } from './organisation-sort.js';
import { Parameters } from './parameters.js';

/** Which organisations a list holds. */
export interface OrganisationFilter {
  /** Folded substring of the eight searched fields. */
  readonly text: string | null;
  readonly onlyActive: boolean;
  /** Only organisations that have this address among their Active administrators; lower case. */
  readonly relatedTo: string | null;
}

/** What a caller may see: which organisations, and which flags on them. */
export type Visibility = Pick<Caller, 'readsAll' | 'userEmail' | 'flagClearance'>;

type Row = Omit<OrganisationRecord, 'flags'> & { readonly flags: readonly FlagJson[] };

const administers = (email: string): string => `
  EXISTS (SELECT FROM directory.admin_user a
    WHERE a.organisation_id = o.organisation_id AND a.user_email = ${email} AND a.status = 'Active')`;

/** The only SQL on organisations and the flags that they carry. */
@Injectable()
export class OrganisationsRepository {
  constructor(private readonly database: Database) {}

  async listPage(
    filter: OrganisationFilter,
    visibility: Visibility,
    order: readonly SortStep<SortableProperty>[],
    page: PageRequest,
  ): Promise<Slice<OrganisationRecord>> {
    const parameters = new Parameters();
    const where = this.conditions(filter, visibility, parameters);
    const terms = order.map((step) => orderTerm(`o.${columnOf(step.field.property)}`, step));
    const rows = await this.database.query<Row & PageRow>(
      pageStatement({
        columns: `${selectedColumns}, ${carriedFlags(parameters.add(visibility.flagClearance))} AS flags`,
        from: 'directory.organisation o',
        where,
        orderBy: [...terms, 'o.organisation_id'].join(', '),
        limit: parameters.add(page.size),
        offset: parameters.add(page.number * page.size),
      }),
      parameters.values,
    );
    const slice = toSlice(rows);
    return { ...slice, rows: slice.rows.map(toRecord) };
  }

  /** An organisation that the caller may see, with the flags that they may see. */
  async find(organisationId: string, visibility: Visibility): Promise<OrganisationRecord | null> {
    const parameters = new Parameters();
    const isVisible = this.visible(visibility, parameters);
    const rows = await this.database.query<Row>(
      `SELECT ${selectedColumns}, ${carriedFlags(parameters.add(visibility.flagClearance))} AS flags
       FROM directory.organisation o
       WHERE o.organisation_id = ${parameters.add(organisationId)} AND ${isVisible}`,
      parameters.values,
    );
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
    const entries = columnsOf(fields);
    await transaction.query(
      `INSERT INTO directory.organisation (organisation_id, ${entries.map(([column]) => column).join(', ')})
       VALUES ($1, ${entries.map((_, index) => `$${index + 2}`).join(', ')})`,
      [organisationId, ...entries.map(([, value]) => value)],
    );
  }

  /** Writes every amendable field of a locked organisation and counts its revision on. */
  async replace(transaction: Queryable, organisationId: string, fields: AmendableFields): Promise<void> {
    const entries = columnsOf(fields);
    await transaction.query(
      `UPDATE directory.organisation
       SET revision = revision + 1, ${entries.map(([column], index) => `${column} = $${index + 2}`).join(', ')}
       WHERE organisation_id = $1`,
      [organisationId, ...entries.map(([, value]) => value)],
    );
  }

  /** Makes these flags, and no others, the ones that a locked organisation carries. */
  async setFlags(transaction: Queryable, organisationId: string, flagIds: readonly string[]): Promise<void> {
    await transaction.query(
      `DELETE FROM directory.organisation_flag WHERE organisation_id = $1 AND NOT flag_id = ANY($2)`,
      [organisationId, flagIds],
    );
    await transaction.query(
      `INSERT INTO directory.organisation_flag (organisation_id, flag_id)
       SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING`,
      [organisationId, flagIds],
    );
  }

  private conditions(filter: OrganisationFilter, visibility: Visibility, parameters: Parameters): string {
    const conditions = [this.visible(visibility, parameters)];
    if (filter.onlyActive) conditions.push(`o.status = 'Active'`);
    if (filter.relatedTo !== null) conditions.push(administers(parameters.add(filter.relatedTo)));
    if (filter.text !== null) {
      const term = `directory.fold(${parameters.add(filter.text)})`;
      // A term of nothing but marks folds to nothing; nothing is not found everywhere.
      conditions.push(
        `${term} <> '' AND o.search_text LIKE '%' || regexp_replace(${term}, '([\\\\%_])', '\\\\\\1', 'g') || '%'`,
      );
    }
    return conditions.join(' AND ');
  }

  private visible(visibility: Visibility, parameters: Parameters): string {
    if (visibility.readsAll) return 'true';
    return administers(parameters.add(visibility.userEmail));
  }
}

function columnsOf(fields: AmendableFields): [string, unknown][] {
  return organisationProperties.flatMap((property) =>
    property in fields ? [[columnOf(property), fields[property as keyof AmendableFields]]] : [],
  );
}

function toRecord(row: Row): OrganisationRecord {
  return { ...row, flags: toFlags(row.flags) };
}
