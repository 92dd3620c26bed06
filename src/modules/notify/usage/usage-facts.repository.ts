import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../database/database.js';
import { utcTimestamp } from '../timestamps.js';
import type { UsageFactFields, UsageFactRow } from './usage-fact.mapper.js';

/** Template id of a fact without a template, since the key needs one. */
const noTemplate = '00000000-0000-0000-0000-000000000000';

const columns = `f.service_id AS "serviceId", f.bst_date::text AS "bstDate",
  f.notification_type AS "notificationType", nullif(f.template_id, '${noTemplate}') AS "templateId", f.provider,
  f.rate_multiplier AS "rateMultiplier", f.international, f.rate, f.postage, f.billable_units AS "billableUnits",
  f.notifications_sent AS "notificationsSent", ${utcTimestamp('f.created_at')} AS "createdAt",
  ${utcTimestamp('f.updated_at')} AS "updatedAt"`;

/** The SQL that writes usage facts. */
@Injectable()
export class UsageFactsRepository {
  /**
   * Upserts a fact; its two numbers replace those of the fact with the same key: service, day, type, template,
   * provider, multiplier, international or not, rate and postage.
   * @throws ConstraintViolation usage_fact_service_id_fkey for an unknown service
   */
  async upsert(transaction: Queryable, serviceId: string, fact: UsageFactFields): Promise<UsageFactRow> {
    const rows = await transaction.query<UsageFactRow>(
      `INSERT INTO notify.usage_fact AS f (service_id, bst_date, notification_type, template_id, provider,
         rate_multiplier, international, rate, postage, billable_units, notifications_sent)
       VALUES ($1, $2, $3, coalesce($4::uuid, '${noTemplate}'), $5, $6, $7, $8, $9, $10, $11)
       ON CONFLICT ON CONSTRAINT usage_fact_pkey DO UPDATE
         SET billable_units = excluded.billable_units, notifications_sent = excluded.notifications_sent,
             updated_at = now()
       RETURNING ${columns}`,
      [
        serviceId,
        fact.bstDate,
        fact.notificationType,
        fact.templateId,
        fact.provider,
        fact.rateMultiplier,
        fact.international,
        fact.rate,
        fact.postage,
        fact.billableUnits,
        fact.notificationsSent,
      ],
    );
    const [row] = rows;
    if (row === undefined) throw new Error('the statement returned no fact');
    return row;
  }
}
