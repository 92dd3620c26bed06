import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { selectList } from '../../../fields/sql.js';
import { writtenColumns } from '../fields/written-columns.js';
import { type OrganisationChanges, organisationFields, type OrganisationRow } from './organisation.fields.js';

const columns = selectList(organisationFields, 'o');

/** The only SQL on single organisations; `OrganisationListsRepository` has the lists. */
@Injectable()
export class OrganisationsRepository {
  constructor(private readonly database: Database) {}

  /** @param on the transaction whose own changes are to be seen; committed rows by default */
  async find(organisationId: string, on: Queryable = this.database): Promise<OrganisationRow | null> {
    const [organisation] = await on.query<OrganisationRow>(
      `SELECT ${columns} FROM notify.organisation o WHERE o.id = $1`,
      [organisationId],
    );
    return organisation ?? null;
  }

  /** The owner of the longest of these domains that has an owner. */
  async findByDomains(domains: readonly string[]): Promise<OrganisationRow | null> {
    // Prepared, because planning takes longer than execution.
    const [organisation] = await this.database.prepared<OrganisationRow>(
      `SELECT ${columns} FROM notify.organisation o
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
  ): Promise<OrganisationRow> {
    const written = writtenColumns(organisationFields, { ...fields, id: organisationId });
    await transaction.query(
      `INSERT INTO notify.organisation (${written.map(({ column }) => column).join(', ')})
       VALUES (${written.map((_, index) => `$${index + 1}`).join(', ')})`,
      written.map(({ value }) => value),
    );
    const organisation = await this.find(organisationId, transaction);
    if (organisation === null) throw new Error('the organisation was not inserted');
    return organisation;
  }

  /**
   * Writes fields of a locked organisation, and `updated_at` in any case.
   * @throws ConstraintViolation organisation_name_key, organisation_<reference>_fkey
   */
  async update(transaction: Queryable, organisationId: string, changes: OrganisationChanges): Promise<void> {
    const set = writtenColumns(organisationFields, changes).map(({ column, value }, index) => ({
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
   * Replaces all domains of a locked organisation. The domains' lock must be held.
   * @throws ConstraintViolation organisation_domain_pkey for a duplicate, or the domain of another organisation
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
