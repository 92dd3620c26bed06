import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../database/database.js';

/** Reasons not to archive an organisation. */
export interface ArchiveObstacles {
  readonly activeServices: boolean;
  /** Members in any state, or pending invites that have not expired. */
  readonly team: boolean;
}

/** Maximum length of an archived name, as in organisation_name_check. */
const maxArchivedName = 320;

/** The only SQL that archives organisations. The organisation must be locked. */
@Injectable()
export class OrganisationArchiveRepository {
  /** @param goodSince invites created earlier have expired */
  async findObstacles(
    transaction: Queryable,
    organisationId: string,
    goodSince: Date,
  ): Promise<ArchiveObstacles> {
    // The lock waits for concurrent changes of the services.
    await transaction.query(`SELECT FROM notify.service WHERE organisation_id = $1 ORDER BY id FOR UPDATE`, [
      organisationId,
    ]);
    const [obstacles] = await transaction.query<ArchiveObstacles>(
      `SELECT
         EXISTS (SELECT FROM notify.service WHERE organisation_id = $1 AND active) AS "activeServices",
         EXISTS (SELECT FROM notify.organisation_member WHERE organisation_id = $1)
           OR EXISTS (SELECT FROM notify.organisation_invite
             WHERE organisation_id = $1 AND status = 'pending' AND created_at >= $2) AS team`,
      [organisationId, goodSince],
    );
    if (obstacles === undefined) throw new Error('the statement returned nothing');
    return obstacles;
  }

  /**
   * Makes an organisation inactive, renames it, and removes its default brandings and domains; its pools stay. The
   * domains' lock must be held. A name longer than 320 characters is cut off.
   * @returns the new name
   * @throws ConstraintViolation organisation_name_key
   */
  async archive(transaction: Queryable, organisationId: string, prefix: string): Promise<string> {
    const [archived] = await transaction.query<{ name: string }>(
      `UPDATE notify.organisation
       SET active = false, name = left($2 || name, $3), email_branding_id = NULL, letter_branding_id = NULL,
         updated_at = now()
       WHERE id = $1 RETURNING name`,
      [organisationId, prefix, maxArchivedName],
    );
    await transaction.query(`DELETE FROM notify.organisation_domain WHERE organisation_id = $1`, [
      organisationId,
    ]);
    if (archived === undefined) throw new Error('the organisation is not there');
    return archived.name;
  }
}
