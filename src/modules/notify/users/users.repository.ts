import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { selectList } from '../../../fields/sql.js';
import { writtenColumns } from '../fields/written-columns.js';
import { type UserChanges, userFields, type UserRow } from './user.fields.js';

/** The columns of a `UserRow`, read from a row `u` of `notify.user_account`. */
export const userColumns = selectList(userFields, 'u');

/** The only SQL on users; their memberships and archiving have repositories of their own. */
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

  /** Finds a user by a cleaned address, ignoring case. */
  async findByEmailAddress(emailAddress: string): Promise<UserRow | null> {
    const rows = await this.database.query<UserRow>(
      `SELECT ${userColumns} FROM notify.user_account u WHERE lower(u.email_address) = lower($1)`,
      [emailAddress],
    );
    return rows[0] ?? null;
  }

  /** Locks a user against changes, not against new references, until the end of the transaction. */
  async lock(transaction: Queryable, userId: string): Promise<UserRow | null> {
    const locked = await transaction.query(
      `SELECT FROM notify.user_account WHERE id = $1 FOR NO KEY UPDATE`,
      [userId],
    );
    // Read in a second statement: one that waited for the lock would see the memberships of its start.
    return locked.length === 0 ? null : this.find(userId, transaction);
  }

  /**
   * @throws ConstraintViolation user_account_email_address_key, user_account_mobile_number_check
   */
  async insert(transaction: Queryable, userId: string, fields: UserChanges): Promise<void> {
    const written = writtenColumns(userFields, { ...fields, id: userId });
    await transaction.query(
      `INSERT INTO notify.user_account (${written.map(({ column }) => column).join(', ')})
       VALUES (${written.map((_, index) => `$${index + 1}`).join(', ')})`,
      written.map(({ value }) => value),
    );
  }

  /**
   * Writes fields of a locked user, and `updated_at`.
   * @throws ConstraintViolation user_account_email_address_key, user_account_mobile_number_check
   */
  async update(transaction: Queryable, userId: string, changes: UserChanges): Promise<void> {
    const written = writtenColumns(userFields, changes);
    const assignments = written.map(({ column }, index) => `${column} = $${index + 2}, `).join('');
    await transaction.query(`UPDATE notify.user_account SET ${assignments}updated_at = now() WHERE id = $1`, [
      userId,
      ...written.map(({ value }) => value),
    ]);
  }
}
