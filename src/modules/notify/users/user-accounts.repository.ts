import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';

/** The active organisations and services of a user by name, with the keys of the response in alphabetical order. */
export interface UserAccounts {
  readonly organisations: { count_of_live_services: number; id: string; name: string }[];
  readonly services: { id: string; name: string; organisation: string | null; restricted: boolean }[];
}

/** The only SQL on the active organisations and services of a user. */
@Injectable()
export class UserAccountsRepository {
  constructor(private readonly database: Database) {}

  /** Returns null for an unknown user. */
  async find(userId: string): Promise<UserAccounts | null> {
    const rows = await this.database.query<UserAccounts>(
      // json, not jsonb, keeps the keys in alphabetical order as the contract demands.
      `SELECT
         (SELECT coalesce(json_agg(json_build_object(
              'count_of_live_services',
              (SELECT count(*) FROM notify.service s
               WHERE s.organisation_id = o.id AND s.active AND NOT s.restricted),
              'id', o.id, 'name', o.name) ORDER BY o.name, o.id), '[]')
          FROM notify.organisation_member m JOIN notify.organisation o ON o.id = m.organisation_id
          WHERE m.user_id = u.id AND o.active) AS organisations,
         (SELECT coalesce(json_agg(json_build_object(
              'id', s.id, 'name', s.name, 'organisation', s.organisation_id, 'restricted', s.restricted)
              ORDER BY s.name, s.id), '[]')
          FROM notify.service_member m JOIN notify.service s ON s.id = m.service_id
          WHERE m.user_id = u.id AND s.active) AS services
       FROM notify.user_account u WHERE u.id = $1`,
      [userId],
    );
    return rows[0] ?? null;
  }
}
