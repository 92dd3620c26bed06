import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../database/database.js';

/** What keeps an organisation from being archived. */
export interface ArchiveObstacles {
  readonly activeServices: boolean;
  /** Members in any state, or invites that are pending and still good. */
  readonly team: boolean;
}

/** An archived name may be as long as its prefix and the longest name, as organisation_name_check has it. */
const maxArchivedName = 320;

/** The only SQL on archiving organisations. All of it is to be called with the organisation locked. */
@Injectable()
export class OrganisationArchiveRepository {
  /** @param goodSince invites that were made before are good no more */
  async findObstacles(
    transaction: Queryable,
    organisationId: string,
    goodSince: Date,
  ): Promise<ArchiveObstacles> {
    // A service that is being changed meanwhile is waited for.
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
   * Switches an organisation off, puts a prefix before its name and takes its default brandings and domains away; its
   * pools stay. Under the domains' lock. The end of a name that was archived several times may be cut off.
   * @returns its name from now on
   * @throws ConstraintViolation organisation_name_key where that name is taken
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
