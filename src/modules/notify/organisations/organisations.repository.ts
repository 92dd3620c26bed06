import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { writtenColumns } from '../written-columns.js';
import {
  type OrganisationChanges,
  organisationColumns,
  type OrganisationRecord,
  organisationRecordColumns,
} from './organisation-columns.js';

/** The only SQL on organisations one by one; lists are `OrganisationListsRepository`'s. */
@Injectable()
export class OrganisationsRepository {
  constructor(private readonly database: Database) {}

  /** @param on the transaction that is to see its own changes; without it, what is committed */
  async find(organisationId: string, on: Queryable = this.database): Promise<OrganisationRecord | null> {
    const [organisation] = await on.query<OrganisationRecord>(
      `SELECT ${organisationRecordColumns} FROM notify.organisation o WHERE o.id = $1`,
      [organisationId],
    );
    return organisation ?? null;
  }

  /** The owner of the longest of these domains that has one. */
  async findByDomains(domains: readonly string[]): Promise<OrganisationRecord | null> {
    // Prepared: to plan it takes longer than to run it.
    const [organisation] = await this.database.prepared<OrganisationRecord>(
      `SELECT ${organisationRecordColumns} FROM notify.organisation o
       WHERE o.id = (SELECT d.organisation_id FROM notify.organisation_domain d
         WHERE d.domain = ANY($1::text[]) ORDER BY char_length(d.domain) DESC LIMIT 1)`,
      [domains],
    );
    return organisation ?? null;
  }

  /** @throws ConstraintViolation organisation_name_key, organisation_<reference>_fkey */
  async insert(
    transaction: Queryable,
    organisationId: string,
    fields: OrganisationChanges,
  ): Promise<OrganisationRecord> {
    const set = writtenColumns(organisationColumns, fields);
    const columns = ['id', ...set.map(({ column }) => column)];
    await transaction.query(
      `INSERT INTO notify.organisation (${columns.join(', ')})
       VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
      [organisationId, ...set.map(({ value }) => value)],
    );
    const organisation = await this.find(organisationId, transaction);
    if (organisation === null) throw new Error('the organisation was not inserted');
    return organisation;
  }

  /**
   * Writes fields of a locked organisation, and when that was; also where there are none.
   * @throws ConstraintViolation organisation_name_key, organisation_<reference>_fkey
   */
  async update(transaction: Queryable, organisationId: string, changes: OrganisationChanges): Promise<void> {
    const set = writtenColumns(organisationColumns, changes).map(({ column, value }, index) => ({
      assignment: `${column} = $${index + 2}`,
      value,
    }));
    await transaction.query(
      `UPDATE notify.organisation SET ${[...set.map(({ assignment }) => assignment), 'updated_at = now()'].join(', ')}
       WHERE id = $1`,
      [organisationId, ...set.map(({ value }) => value)],
    );
  }

  /**
   * Replaces the whole list of a locked organisation, under the domains' lock.
   * @throws ConstraintViolation organisation_domain_pkey for one that is there twice, or another's
   */
  async replaceDomains(
    transaction: Queryable,
    organisationId: string,
    domains: readonly string[],
  ): Promise<void> {
    await transaction.query(`DELETE FROM notify.organisation_domain WHERE organisation_id = $1`, [
      organisationId,
    ]);
    await transaction.query(
      `INSERT INTO notify.organisation_domain (domain, organisation_id, position)
       SELECT domain, $1, position FROM unnest($2::text[]) WITH ORDINALITY AS given (domain, position)`,
      [organisationId, domains],
    );
  }
}
