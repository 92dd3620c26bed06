import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../database/database.js';
import type { AllowanceRow } from './allowance.mapper.js';
import { defaultAllowances } from './default-allowances.js';

/** A service that sent so many SMS units in the year before gets nothing free (contract section 2.3). */
const highVolumeUnits = 300_000;

/** The only SQL on the free allowances of services. */
@Injectable()
export class AllowancesRepository {
  /** The allowance of a service for a financial year; null where none was set. */
  async find(on: Queryable, serviceId: string, financialYear: number): Promise<AllowanceRow | null> {
    const rows = await on.query<AllowanceRow>(
      `SELECT b.financial_year_start AS "financialYearStart", b.free_sms_fragment_limit AS "freeSmsFragmentLimit"
       FROM notify.annual_billing b WHERE b.service_id = $1 AND b.financial_year_start = $2`,
      [serviceId, financialYear],
    );
    return rows[0] ?? null;
  }

  /** Locks the allowances of a service until the end of the transaction; false for an unknown service. */
  async lockService(transaction: Queryable, serviceId: string): Promise<boolean> {
    const rows = await transaction.query(`SELECT FROM notify.service s WHERE s.id = $1 FOR UPDATE`, [
      serviceId,
    ]);
    return rows.length > 0;
  }

  /** Sets an allowance that was agreed, in place of what is there. To be called with the service locked. */
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
   * Sets the allowance of services for a financial year to what they get unless something else is agreed: nothing for
   * those of high volume in the year before, else that year's number where it was agreed, else the default of their
   * type. What is there for the year is overwritten. To be called with the services locked.
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
