import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../database/database.js';

/** What somebody belongs to. */
export interface Memberships {
  readonly organisationIds: readonly string[];
  readonly serviceIds: readonly string[];
}

/** The only SQL on what becomes of a user who leaves for good. */
@Injectable()
export class UserArchiveRepository {
  /** The services that a user works on, kept from change until the end of the transaction. */
  async lockServices(transaction: Queryable, userId: string): Promise<void> {
    await transaction.query(
      `SELECT FROM notify.service s
       WHERE s.id IN (SELECT m.service_id FROM notify.service_member m WHERE m.user_id = $1)
       ORDER BY s.id FOR UPDATE`,
      [userId],
    );
  }

  /** Ends every membership of a locked user, with the permissions; answers which there were, by id. */
  async leaveEverything(transaction: Queryable, userId: string): Promise<Memberships> {
    const rows = await transaction.query<Memberships>(
      `WITH permissions AS (DELETE FROM notify.organisation_permission WHERE user_id = $1),
         organisations AS (
           DELETE FROM notify.organisation_member WHERE user_id = $1 RETURNING organisation_id AS id),
         services AS (DELETE FROM notify.service_member WHERE user_id = $1 RETURNING service_id AS id)
       SELECT to_jsonb(ARRAY(SELECT id FROM organisations ORDER BY id)) AS "organisationIds",
         to_jsonb(ARRAY(SELECT id FROM services ORDER BY id)) AS "serviceIds"`,
      [userId],
    );
    return rows[0] ?? { organisationIds: [], serviceIds: [] };
  }

  /**
   * Takes a locked user out of use, with nothing left that says who it was but the address; false, and nothing
   * changed, where the archived address has been given to somebody else before.
   */
  async deactivate(transaction: Queryable, userId: string, archivedAddress: string): Promise<boolean> {
    const rows = await transaction.query(
      `UPDATE notify.user_account SET state = 'inactive', name = 'Archived user', email_address = $2,
         mobile_number = NULL, auth_type = 'email_auth', platform_admin = false, current_session_id = NULL,
         updated_at = now()
       WHERE id = $1
         AND NOT EXISTS (SELECT FROM notify.user_account WHERE lower(email_address) = lower($2))
       RETURNING id`,
      [userId, archivedAddress],
    );
    return rows.length > 0;
  }
}
