import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../database/database.js';
import type { AllowanceRow } from './allowance.mapper.js';
import { defaultAllowances } from './default-allowances.js';

/** SMS units in a year from which the next year's allowance is 0 (contract section 2.3). */
const highVolumeUnits = 300_000;

/** The only SQL on the free allowances of services. */
@Injectable()
export class AllowancesRepository {
  /** Returns the allowance of a service for a financial year; null if it is not set. */
  async find(on: Queryable, serviceId: string, financialYear: number): Promise<AllowanceRow | null> {
    const rows = await on.query<AllowanceRow>(
      `SELECT b.financial_year_start AS "financialYearStart", b.free_sms_fragment_limit AS "freeSmsFragmentLimit"
       FROM notify.annual_billing b WHERE b.service_id = $1 AND b.financial_year_start = $2`,
      [serviceId, financialYear],
    );
    return rows[0] ?? null;
  }

  /** Locks the allowances of a service until the end of the transaction. Returns false for an unknown service. */
  async lockService(transaction: Queryable, serviceId: string): Promise<boolean> {
    const rows = await transaction.query(`SELECT FROM notify.service s WHERE s.id = $1 FOR UPDATE`, [
      serviceId,
    ]);
    return rows.length > 0;
  }

  /** Upserts an agreed allowance. The service must be locked. */
  async setCustom(transaction: Queryable, serviceId: string, row: AllowanceRow): Promise<void> {
    await transaction.query(
      `INSERT INTO notify.annual_billing
         (service_id, financial_year_start, free_sms_fragment_limit, has_custom_allowance)
       VALUES ($1, $2, $3, true)
       ON CONFLICT ON CONSTRAINT annual_billing_pkey DO UPDATE
         SET free_sms_fragment_limit = excluded.free_sms_fragment_limit, has_custom_allowance = true,
             updated_at = now()`,
      [serviceId, row.financialYearStart, row.freeSmsFragmentLimit],
    );
  }

  /**
   * Upserts the default allowance of services for a financial year: 0 after a year of high volume, else the number that
   * was agreed for the year before, else the default of their type. The services must be locked.
   */
  async resetToDefaults(
    transaction: Queryable,
    serviceIds: readonly string[],
    financialYear: number,
  ): Promise<void> {
    const defaults = defaultAllowances(financialYear);
    await transaction.query(
      `INSERT INTO notify.annual_billing
         (service_id, financial_year_start, free_sms_fragment_limit, has_custom_allowance)
       SELECT s.id, $2::integer,
         CASE WHEN sent.units >= $3 THEN 0
              WHEN before.has_custom_allowance THEN before.free_sms_fragment_limit
              ELSE d.fragments END,
         sent.units < $3 AND coalesce(before.has_custom_allowance, false)
       FROM notify.service s
       JOIN unnest($4::text[], $5::integer[]) AS d (organisation_type, fragments)
         ON d.organisation_type = coalesce(s.organisation_type, 'other')
       LEFT JOIN notify.annual_billing before
         ON before.service_id = s.id AND before.financial_year_start = $2 - 1
       CROSS JOIN LATERAL (
         SELECT coalesce(sum(f.billable_units::bigint * f.rate_multiplier), 0) AS units
         FROM notify.usage_fact f
         WHERE f.service_id = s.id AND f.notification_type = 'sms'
           AND f.bst_date >= make_date($2 - 1, 4, 1) AND f.bst_date < make_date($2, 4, 1)
       ) sent
       WHERE s.id = ANY($1::uuid[])
       ON CONFLICT ON CONSTRAINT annual_billing_pkey DO UPDATE
         SET free_sms_fragment_limit = excluded.free_sms_fragment_limit,
             has_custom_allowance = excluded.has_custom_allowance, updated_at = now()`,
      [
        serviceIds,
        financialYear,
        highVolumeUnits,
        defaults.map((each) => each.type),
        defaults.map((each) => each.fragments),
      ],
    );
  }
}
