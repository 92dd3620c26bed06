import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { emailBrandingColumns, type EmailBrandingRow } from '../branding/email-branding-columns.js';
import { letterBrandingColumns, type LetterBrandingRow } from '../branding/letter-branding-columns.js';

/** The two things that carry a branding. */
export type BrandingChannel = 'email' | 'letter';

/** The only SQL on which brandings the services of an organisation may choose from. */
@Injectable()
export class BrandingPoolsRepository {
  constructor(private readonly database: Database) {}

  async isOrganisation(id: string): Promise<boolean> {
    const rows = await this.database.query(`SELECT FROM notify.organisation WHERE id = $1`, [id]);
    return rows.length > 0;
  }

  /** By name, as people read lists. */
  listEmail(organisationId: string): Promise<EmailBrandingRow[]> {
    return this.database.query<EmailBrandingRow>(
      `SELECT ${emailBrandingColumns} FROM notify.organisation_email_branding AS p
       JOIN notify.email_branding AS b ON b.id = p.email_branding_id
       WHERE p.organisation_id = $1 ORDER BY b.name COLLATE notify.text_order, b.id`,
      [organisationId],
    );
  }

  /** By name, by code point. */
  listLetter(organisationId: string): Promise<LetterBrandingRow[]> {
    return this.database.query<LetterBrandingRow>(
      `SELECT ${letterBrandingColumns} FROM notify.organisation_letter_branding AS p
       JOIN notify.letter_branding AS b ON b.id = p.letter_branding_id
       WHERE p.organisation_id = $1 ORDER BY b.name COLLATE "C", b.id`,
      [organisationId],
    );
  }

  /**
   * Adds brandings to a pool; those that are there already stay. To be called with the organisation locked.
   * @returns the ids of those that were not there
   * @throws ConstraintViolation organisation_<channel>_branding_<channel>_branding_id_fkey where there is no such
   * branding, or it is archived
   */
  async add(
    transaction: Queryable,
    channel: BrandingChannel,
    organisationId: string,
    brandingIds: readonly string[],
  ): Promise<string[]> {
    const rows = await transaction.query<{ id: string }>(
      `INSERT INTO notify.organisation_${channel}_branding (organisation_id, ${channel}_branding_id)
       SELECT $1, id FROM unnest($2::uuid[]) AS id ON CONFLICT DO NOTHING RETURNING ${channel}_branding_id AS id`,
      [organisationId, brandingIds],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Takes a branding out of a pool. To be called with the organisation locked.
   * @returns false where it is not in the pool
   */
  async remove(
    transaction: Queryable,
    channel: BrandingChannel,
    organisationId: string,
    brandingId: string,
  ): Promise<boolean> {
    const rows = await transaction.query(
      `DELETE FROM notify.organisation_${channel}_branding
       WHERE organisation_id = $1 AND ${channel}_branding_id = $2 RETURNING organisation_id`,
      [organisationId, brandingId],
    );
    return rows.length > 0;
  }

  /**
   * Takes a locked branding out of every pool.
   * @returns the ids of the organisations that offered it
   */
  async removeEverywhere(
    transaction: Queryable,
    channel: BrandingChannel,
    brandingId: string,
  ): Promise<string[]> {
    const rows = await transaction.query<{ id: string }>(
      `DELETE FROM notify.organisation_${channel}_branding WHERE ${channel}_branding_id = $1
       RETURNING organisation_id AS id`,
      [brandingId],
    );
    return rows.map(({ id }) => id).sort();
  }
}
