import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import { utcTimestamp } from '../timestamps.js';
import type { ServiceUsageRow } from './organisation-usage.mapper.js';

/** The SQL of an organisation's usage. */
@Injectable()
export class OrganisationUsageRepository {
  constructor(private readonly database: Database) {}

  async hasOrganisation(organisationId: string): Promise<boolean> {
    const rows = await this.database.query(`SELECT FROM notify.organisation o WHERE o.id = $1`, [
      organisationId,
    ]);
    return rows.length > 0;
  }

  /**
   * Returns the live services of an organisation, archived ones included, with the sums of a financial year (contract
   * section 1.12). Active services are first, then by lower-case name in code point order. Free units are used up day by
   * day. Within a day the most expensive units are free first: facts of one day have no order, and this one favours the
   * payer.
   * @param today in London, YYYY-MM-DD
   */
  listServices(organisationId: string, financialYear: number, today: string): Promise<ServiceUsageRow[]> {
    return this.database.query<ServiceUsageRow>(
      `SELECT live.id, live.name, live.active, live.free_units::text AS "freeUnits",
         coalesce(sums.units, 0) AS units, coalesce(sums.charged_units, 0) AS "chargedUnits",
         greatest(live.free_units - coalesce(sums.units, 0), 0) AS "unitsLeft",
         coalesce(sums.sms_cost, 0) AS "smsCost", coalesce(sums.letter_cost, 0) AS "letterCost",
         coalesce(sums.emails, 0) AS emails, coalesce(sums.sms, 0) AS sms, coalesce(sums.letters, 0) AS letters,
         ${utcTimestamp('sums.told_today_at')} AS "toldTodayAt"
       FROM (
         SELECT s.id, s.name, s.active, coalesce(b.free_sms_fragment_limit, 0) AS free_units
         FROM notify.service s
         LEFT JOIN notify.annual_billing b ON b.service_id = s.id AND b.financial_year_start = $2
         WHERE s.organisation_id = $1 AND NOT s.restricted
       ) live
       CROSS JOIN LATERAL (
         SELECT sum(units) AS units, sum(charged_units) AS charged_units,
           sum(charged_units * rate) FILTER (WHERE charged_units > 0) AS sms_cost,
           sum(notifications_sent * rate) FILTER (WHERE notification_type = 'letter') AS letter_cost,
           sum(notifications_sent) FILTER (WHERE notification_type = 'email') AS emails,
           sum(notifications_sent) FILTER (WHERE notification_type = 'sms') AS sms,
           sum(notifications_sent) FILTER (WHERE notification_type = 'letter') AS letters,
           max(updated_at) FILTER (WHERE bst_date = $3) AS told_today_at
         FROM (
           SELECT spent.*, CASE WHEN units_so_far <= live.free_units THEN 0
             ELSE least(units, units_so_far - live.free_units) END AS charged_units
           FROM (
             SELECT fact.*,
               sum(units) OVER (ORDER BY bst_date, rate DESC ROWS UNBOUNDED PRECEDING) AS units_so_far
             FROM (
               SELECT f.*, CASE f.notification_type WHEN 'sms' THEN f.billable_units * f.rate_multiplier ELSE 0 END
                 AS units
               FROM notify.usage_fact f
               WHERE f.service_id = live.id
                 AND f.bst_date >= make_date($2, 4, 1) AND f.bst_date < make_date($2 + 1, 4, 1)
             ) fact
           ) spent
         ) charged
       ) sums
       ORDER BY live.active DESC, lower(live.name COLLATE "und-x-icu") COLLATE "C", live.name COLLATE "C"`,
      [organisationId, financialYear, today],
    );
  }
}
