import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../database/database.js';

/** A request to go live: service, organisation and requester. */
export interface GoLiveRequestRow {
  readonly serviceName: string;
  readonly hasActiveRequest: boolean;
  readonly organisationId: string | null;
  readonly organisationName: string | null;
  readonly requesterName: string | null;
  readonly requesterEmailAddress: string | null;
}

/** A member who may make the services of an organisation live. */
export interface ApproverRow {
  readonly id: string;
  readonly name: string;
  readonly emailAddress: string;
}

/** Reads of services and their approvers, for the mails about going live. */
@Injectable()
export class GoLiveRepository {
  async findRequest(transaction: Queryable, serviceId: string): Promise<GoLiveRequestRow | null> {
    const rows = await transaction.query<GoLiveRequestRow>(
      `SELECT s.name AS "serviceName", s.has_active_go_live_request AS "hasActiveRequest",
         o.id AS "organisationId", o.name AS "organisationName",
         u.name AS "requesterName", u.email_address AS "requesterEmailAddress"
       FROM notify.service s
       LEFT JOIN notify.organisation o ON o.id = s.organisation_id
       LEFT JOIN notify.user_account u ON u.id = s.go_live_user_id
       WHERE s.id = $1`,
      [serviceId],
    );
    return rows[0] ?? null;
  }

  /** Returns true for the address, in lower case, of an active member of the service's organisation. */
  async isMember(transaction: Queryable, serviceId: string, address: string): Promise<boolean> {
    const rows = await transaction.query(
      `SELECT FROM notify.service s
       JOIN notify.organisation_member m USING (organisation_id)
       JOIN notify.user_account u ON u.id = m.user_id
       WHERE s.id = $1 AND lower(u.email_address) = $2 AND u.state = 'active'`,
      [serviceId, address],
    );
    return rows.length > 0;
  }

  /** Returns the active members of an organisation who may make its services live, oldest account first. */
  async listApprovers(transaction: Queryable, organisationId: string): Promise<ApproverRow[]> {
    return transaction.query<ApproverRow>(
      `SELECT u.id, u.name, u.email_address AS "emailAddress"
       FROM notify.organisation_member m
       JOIN notify.organisation_permission p USING (organisation_id, user_id)
       JOIN notify.user_account u ON u.id = m.user_id
       WHERE m.organisation_id = $1 AND p.permission = 'can_make_services_live' AND u.state = 'active'
       ORDER BY u.created_at, u.id`,
      [organisationId],
    );
  }
}
