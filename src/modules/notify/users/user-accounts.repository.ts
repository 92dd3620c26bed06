import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import type { UserAccountsRow } from './user-accounts-row.js';

/** The only SQL on what a user sees when they come in. */
@Injectable()
export class UserAccountsRepository {
  constructor(private readonly database: Database) {}

  /** null where there is no such user. */
  async find(userId: string): Promise<UserAccountsRow | null> {
    const rows = await this.database.query<UserAccountsRow>(
      `SELECT
         (SELECT coalesce(jsonb_agg(jsonb_build_object(
              'id', o.id, 'name', o.name, 'liveServices',
              (SELECT count(*) FROM notify.service s
               WHERE s.organisation_id = o.id AND s.active AND NOT s.restricted)) ORDER BY o.name, o.id), '[]')
          FROM notify.organisation_member m JOIN notify.organisation o ON o.id = m.organisation_id
          WHERE m.user_id = u.id AND o.active) AS organisations,
         (SELECT coalesce(jsonb_agg(jsonb_build_object(
              'id', s.id, 'name', s.name, 'organisationId', s.organisation_id, 'restricted', s.restricted)
              ORDER BY s.name, s.id), '[]')
          FROM notify.service_member m JOIN notify.service s ON s.id = m.service_id
          WHERE m.user_id = u.id AND s.active) AS services
       FROM notify.user_account u WHERE u.id = $1`,
      [userId],
    );
    return rows[0] ?? null;
  }
}
