import type { AllowanceResponse } from './allowance.response.dto.js';

/** The allowance of a service for one financial year. */
export interface AllowanceRow {
  readonly financialYearStart: number;
  readonly freeSmsFragmentLimit: number;
}

/** Maps an allowance to its response. */
export function toAllowanceResponse(row: AllowanceRow): AllowanceResponse {
  return {
    financial_year_start: row.financialYearStart,
    free_sms_fragment_limit: row.freeSmsFragmentLimit,
  };
}
