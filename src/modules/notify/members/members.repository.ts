import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import type { UserRow } from '../users/user.fields.js';
import { userColumns } from '../users/users.repository.js';
import type { OrganisationUserPermission } from './organisation-permission.js';

/** The only SQL on members and their permissions. Changes need locks on the organisation and the user. */
@Injectable()
export class MembersRepository {
  constructor(private readonly database: Database) {}

  /** Active members, oldest account first; null for an unknown organisation. */
  async listActive(organisationId: string): Promise<UserRow[] | null> {
    const rows = await this.database.query<UserRow | { id: null }>(
      `SELECT ${userColumns}
       FROM notify.organisation o
       LEFT JOIN (notify.organisation_member m JOIN notify.user_account u ON u.id = m.user_id AND u.state = 'active')
         ON m.organisation_id = o.id
       WHERE o.id = $1 ORDER BY u.created_at, u.id`,
      [organisationId],
    );
    if (rows.length === 0) return null;
    return rows.filter((row): row is UserRow => row.id !== null);
  }

  /** Returns false if the user is already a member. */
  async add(transaction: Queryable, organisationId: string, userId: string): Promise<boolean> {
    const rows = await transaction.query(
      `INSERT INTO notify.organisation_member (organisation_id, user_id) VALUES ($1, $2)
       ON CONFLICT DO NOTHING RETURNING user_id`,
      [organisationId, userId],
    );
    return rows.length > 0;
  }

  /** Removes a member and their permissions. Returns false, and changes nothing, if the user is not a member. */
  async remove(transaction: Queryable, organisationId: string, userId: string): Promise<boolean> {
    const rows = await transaction.query(
      `DELETE FROM notify.organisation_member WHERE organisation_id = $1 AND user_id = $2 RETURNING user_id`,
      [organisationId, userId],
    );
    if (rows.length > 0) await this.keepPermissions(transaction, organisationId, userId, []);
    return rows.length > 0;
  }

  /** Returns false if the user already has all of them. */
  async addPermissions(
    transaction: Queryable,
    organisationId: string,
    userId: string,
    permissions: readonly OrganisationUserPermission[],
  ): Promise<boolean> {
    const rows = await transaction.query(
      `INSERT INTO notify.organisation_permission (organisation_id, user_id, permission)
       SELECT $1, $2, permission FROM unnest($3::text[]) AS permission
       ON CONFLICT DO NOTHING RETURNING permission`,
      [organisationId, userId, permissions],
    );
    return rows.length > 0;
  }

  /** Removes all permissions except these. Returns false if there are no others. */
  async keepPermissions(
    transaction: Queryable,
    organisationId: string,
    userId: string,
    permissions: readonly OrganisationUserPermission[],
  ): Promise<boolean> {
    const rows = await transaction.query(
      `DELETE FROM notify.organisation_permission
       WHERE organisation_id = $1 AND user_id = $2 AND permission <> ALL($3::text[]) RETURNING permission`,
      [organisationId, userId, permissions],
    );
    return rows.length > 0;
  }
}
