import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import type { AdminUserStatus, AdminUserRecord } from './admin-user.fields.js';

const selectedColumns = 'user_email AS "userEmail", status';

/** The only SQL on who administers an organisation. Addresses are in lower case. */
@Injectable()
export class AdminUsersRepository {
  constructor(private readonly database: Database) {}

  /** All of an organisation, the disabled ones too, by address. */
  async list(organisationId: string): Promise<AdminUserRecord[]> {
    return this.database.query<AdminUserRecord>(
      `SELECT ${selectedColumns} FROM directory.admin_user WHERE organisation_id = $1 ORDER BY user_email`,
      [organisationId],
    );
  }

  async find(
    queryable: Queryable,
    organisationId: string,
    userEmail: string,
  ): Promise<AdminUserRecord | null> {
    const rows = await queryable.query<AdminUserRecord>(
      `SELECT ${selectedColumns} FROM directory.admin_user WHERE organisation_id = $1 AND user_email = $2`,
      [organisationId, userEmail],
    );
    return rows[0] ?? null;
  }

  /** @throws ConstraintViolation admin_user_pkey where the address is there already */
  async insert(transaction: Queryable, organisationId: string, adminUser: AdminUserRecord): Promise<void> {
    await transaction.query(
      `INSERT INTO directory.admin_user (organisation_id, user_email, status) VALUES ($1, $2, $3)`,
      [organisationId, adminUser.userEmail, adminUser.status],
    );
  }

  async setStatus(
    transaction: Queryable,
    organisationId: string,
    userEmail: string,
    status: AdminUserStatus,
  ): Promise<void> {
    await transaction.query(
      `UPDATE directory.admin_user SET status = $3 WHERE organisation_id = $1 AND user_email = $2`,
      [organisationId, userEmail, status],
    );
  }
}
