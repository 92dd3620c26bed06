import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import type { NewUser, UserChanges } from './user-fields.js';
import { userColumns, type UserRow } from './user-row.js';

const columns: Readonly<Record<keyof UserChanges, string>> = {
  name: 'name',
  emailAddress: 'email_address',
  mobileNumber: 'mobile_number',
  authType: 'auth_type',
  state: 'state',
  canUseWebauthn: 'can_use_webauthn',
  currentSessionId: 'current_session_id',
  receivesNewFeaturesEmail: 'receives_new_features_email',
  takePartInResearch: 'take_part_in_research',
  emailAccessValidatedAt: 'email_access_validated_at',
};

/** The only SQL on users themselves. */
@Injectable()
export class UsersRepository {
  constructor(private readonly database: Database) {}

  async find(userId: string, queryable: Queryable = this.database): Promise<UserRow | null> {
    const rows = await queryable.query<UserRow>(
      `SELECT ${userColumns} FROM notify.user_account u WHERE u.id = $1`,
      [userId],
    );
    return rows[0] ?? null;
  }

  /** By a cleaned address, in any case. */
  async findByEmailAddress(emailAddress: string): Promise<UserRow | null> {
    const rows = await this.database.query<UserRow>(
      `SELECT ${userColumns} FROM notify.user_account u WHERE lower(u.email_address) = lower($1)`,
      [emailAddress],
    );
    return rows[0] ?? null;
  }

  /** Keeps a user from change until the end of the transaction, but not from being referred to; null for nobody. */
  async lock(transaction: Queryable, userId: string): Promise<UserRow | null> {
    const locked = await transaction.query(
      `SELECT FROM notify.user_account WHERE id = $1 FOR NO KEY UPDATE`,
      [userId],
    );
    // Read afterwards: a statement that waited for the lock still sees memberships as they were when it began.
    return locked.length === 0 ? null : this.find(userId, transaction);
  }

  /**
   * @throws ConstraintViolation user_account_email_address_key where somebody has the address,
   * user_account_mobile_number_check
   */
  async insert(transaction: Queryable, user: NewUser): Promise<void> {
    await transaction.query(
      `INSERT INTO notify.user_account (id, name, email_address, mobile_number, auth_type, state, platform_admin)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        user.id,
        user.name,
        user.emailAddress,
        user.mobileNumber,
        user.authType,
        user.state,
        user.platformAdmin,
      ],
    );
  }

  /**
   * Writes what is given of a locked user.
   * @throws ConstraintViolation user_account_email_address_key, user_account_mobile_number_check
   */
  async update(transaction: Queryable, userId: string, changes: UserChanges): Promise<void> {
    const given = Object.entries(changes) as [keyof UserChanges, unknown][];
    const assignments = given.map(([field], index) => `${columns[field]} = $${index + 2}, `).join('');
    await transaction.query(`UPDATE notify.user_account SET ${assignments}updated_at = now() WHERE id = $1`, [
      userId,
      ...given.map(([, value]) => value),
    ]);
  }
}
