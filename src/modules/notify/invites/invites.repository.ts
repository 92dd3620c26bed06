import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { utcTimestamp } from '../timestamps.js';
import type { Inviter, InviteRow } from './invite-row.js';
import type { InviteStatus } from './invite-status.js';
import type { OrganisationInvite } from './organisation-invite.entity.js';

const inviteColumns = `i.id, i.organisation_id AS "organisationId", i.email_address AS "emailAddress",
  i.invited_by_id AS "invitedById", i.permissions, i.status, ${utcTimestamp('i.created_at')} AS "createdAt"`;

/** The only SQL on invites. */
@Injectable()
export class InvitesRepository {
  constructor(private readonly database: Database) {}

  /** Oldest first; null for an unknown organisation. */
  async list(organisationId: string): Promise<InviteRow[] | null> {
    const rows = await this.database.query<InviteRow | { id: null }>(
      `SELECT ${inviteColumns}
       FROM notify.organisation o LEFT JOIN notify.organisation_invite i ON i.organisation_id = o.id
       WHERE o.id = $1 ORDER BY i.created_at, i.id`,
      [organisationId],
    );
    if (rows.length === 0) return null;
    return rows.filter((row): row is InviteRow => row.id !== null);
  }

  async find(inviteId: string): Promise<InviteRow | null> {
    const rows = await this.database.query<InviteRow>(
      `SELECT ${inviteColumns} FROM notify.organisation_invite i WHERE i.id = $1`,
      [inviteId],
    );
    return rows[0] ?? null;
  }

  /** Returns an invite of the organisation; null if it has no such invite. */
  async findOf(
    organisationId: string,
    inviteId: string,
    queryable: Queryable = this.database,
  ): Promise<InviteRow | null> {
    const rows = await queryable.query<InviteRow>(
      `SELECT ${inviteColumns} FROM notify.organisation_invite i WHERE i.id = $2 AND i.organisation_id = $1`,
      [organisationId, inviteId],
    );
    return rows[0] ?? null;
  }

  /** The organisation must be locked. @throws ConstraintViolation organisation_invite_invited_by_id_fkey */
  async insert(transaction: Queryable, invite: Omit<OrganisationInvite, 'status'>): Promise<void> {
    await transaction.query(
      `INSERT INTO notify.organisation_invite
         (id, organisation_id, email_address, invited_by_id, permissions, created_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [
        invite.id,
        invite.organisationId,
        invite.emailAddress,
        invite.invitedById,
        invite.permissions,
        invite.createdAt,
      ],
    );
  }

  async findInviter(transaction: Queryable, inviteId: string): Promise<Inviter | null> {
    const rows = await transaction.query<Inviter>(
      `SELECT u.name, u.email_address AS "emailAddress", u.platform_admin AS "platformAdmin"
       FROM notify.organisation_invite i JOIN notify.user_account u ON u.id = i.invited_by_id WHERE i.id = $1`,
      [inviteId],
    );
    return rows[0] ?? null;
  }

  /** Sets the status of a pending invite. The organisation must be locked. */
  async setStatus(transaction: Queryable, inviteId: string, status: InviteStatus): Promise<void> {
    await transaction.query(
      `UPDATE notify.organisation_invite SET status = $2 WHERE id = $1 AND status = 'pending'`,
      [inviteId, status],
    );
  }
}
