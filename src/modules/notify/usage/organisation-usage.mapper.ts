import type { OrganisationUsageResponse, ServiceUsageResponse } from './organisation-usage.response.dto.js';

/** The sums of one service, exact, as PostgreSQL writes numerics. */
export interface ServiceUsageRow {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly freeUnits: string;
  readonly units: string;
  readonly chargedUnits: string;
  readonly unitsLeft: string;
  readonly smsCost: string;
  readonly letterCost: string;
  readonly emails: string;
  readonly sms: string;
  readonly letters: string;
  /** Time of the last report for today. */
  readonly toldTodayAt: string | null;
}

/** Maps usage to its response; exact numbers become JSON numbers only here. */
export function toOrganisationUsageResponse(rows: readonly ServiceUsageRow[]): OrganisationUsageResponse {
  const told = rows.map((row) => row.toldTodayAt).filter((at) => at !== null);
  return { services: rows.map(toServiceUsageResponse), updated_at: told.sort().at(-1) ?? null };
}

function toServiceUsageResponse(row: ServiceUsageRow): ServiceUsageResponse {
  return {
    active: row.active,
    chargeable_billable_sms: Number(row.chargedUnits),
    email_totals: Number(row.emails),
    emails_sent: Number(row.emails),
    free_sms_limit: Number(row.freeUnits),
    letter_cost: Number(row.letterCost),
    letter_totals: Number(row.letters),
    service_id: row.id,
    service_name: row.name,
    sms_billable_units: Number(row.units),
    sms_cost: Number(row.smsCost),
    sms_remainder: Number(row.unitsLeft),
    sms_totals: Number(row.sms),
  };
}
