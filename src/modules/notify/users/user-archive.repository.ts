import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../database/database.js';

/** The organisations and services of a user. */
export interface Memberships {
  readonly organisationIds: readonly string[];
  readonly serviceIds: readonly string[];
}

/** The SQL that archives users. */
@Injectable()
export class UserArchiveRepository {
  /** Locks the services of a user until the end of the transaction. */
  async lockServices(transaction: Queryable, userId: string): Promise<void> {
    await transaction.query(
      `SELECT FROM notify.service s
       WHERE s.id IN (SELECT m.service_id FROM notify.service_member m WHERE m.user_id = $1)
       ORDER BY s.id FOR UPDATE`,
      [userId],
    );
  }

  /** Deletes every membership and permission of a locked user. Returns the memberships, ordered by id. */
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
   * Makes a locked user inactive and erases their personal data except the archived address.
   * @throws ConstraintViolation user_account_email_address_key
   */
  async deactivate(transaction: Queryable, userId: string, archivedAddress: string): Promise<void> {
    await transaction.query(
      `UPDATE notify.user_account SET state = 'inactive', name = 'Archived user', email_address = $2,
         mobile_number = NULL, auth_type = 'email_auth', platform_admin = false, current_session_id = NULL,
         updated_at = now()
       WHERE id = $1`,
      [userId, archivedAddress],
    );
  }
}
