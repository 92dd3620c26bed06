import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { selectList } from '../../../fields/sql.js';
import type { BrandingChannel, BrandingKind, BrandingRow } from '../branding/branding-kind.js';

/** The only SQL on the brandings that organisations offer their services. */
@Injectable()
export class BrandingPoolsRepository {
  constructor(private readonly database: Database) {}

  async isOrganisation(id: string): Promise<boolean> {
    const rows = await this.database.query(`SELECT FROM notify.organisation WHERE id = $1`, [id]);
    return rows.length > 0;
  }

  /** By name in the collation of the kind. */
  list({ channel, fields, poolCollation }: BrandingKind, organisationId: string): Promise<BrandingRow[]> {
    return this.database.query<BrandingRow>(
      `SELECT ${selectList(fields, 'b')} FROM notify.organisation_${channel}_branding AS p
       JOIN notify.${channel}_branding AS b ON b.id = p.${channel}_branding_id
       WHERE p.organisation_id = $1 ORDER BY b.name COLLATE ${poolCollation}, b.id`,
      [organisationId],
    );
  }

  /**
   * Adds brandings to a pool. The organisation must be locked.
   * @returns the ids of the brandings that the pool did not have
   * @throws ConstraintViolation organisation_<channel>_branding_<channel>_branding_id_fkey if a branding does not exist
   * or is archived
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
   * Removes a branding from a pool. The organisation must be locked.
   * @returns false if the pool does not have it
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
   * Removes a locked branding from every pool.
   * @returns the ids of the organisations whose pools had it
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
