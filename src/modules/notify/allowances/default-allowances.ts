import { type OrganisationType, organisationTypes } from '../organisation-types.js';

/** Free SMS fragments by first financial year, each valid until the next entry (contract section 2.3). */
type AllowancesByYear = Readonly<Record<number, number>>;

const central: AllowancesByYear = {
  2016: 250_000,
  2021: 150_000,
  2022: 40_000,
  2023: 40_000,
  2024: 30_000,
  2026: 20_000,
};
const local: AllowancesByYear = {
  2016: 25_000,
  2021: 25_000,
  2022: 20_000,
  2023: 20_000,
  2024: 10_000,
  2026: 10_000,
};
const generalPractice: AllowancesByYear = {
  2016: 25_000,
  2021: 10_000,
  2022: 10_000,
  2023: 10_000,
  2024: 0,
  2026: 0,
};
const others: AllowancesByYear = {
  2016: 25_000,
  2021: 10_000,
  2022: 10_000,
  2023: 10_000,
  2024: 5_000,
  2026: 5_000,
};

const allowances: Readonly<Record<OrganisationType, AllowancesByYear>> = {
  central,
  nhs_central: central,
  local,
  nhs_local: local,
  emergency_service: local,
  nhs_gp: generalPractice,
  school_or_college: others,
  other: others,
  nhs_notify: { 2016: 0 },
};

/** Returns the free SMS fragments of a service of this type in a financial year without an agreed number. */
export function defaultAllowance(type: OrganisationType | null, financialYear: number): number {
  const byYear = allowances[type ?? 'other'];
  const years = Object.keys(byYear)
    .map(Number)
    .filter((year) => year <= financialYear);
  const allowance = byYear[Math.max(...years)];
  if (allowance === undefined) throw new RangeError(`there are no allowances for ${financialYear}`);
  return allowance;
}

/** Returns the default of every type in a financial year. */
export function defaultAllowances(financialYear: number): { type: OrganisationType; fragments: number }[] {
  return organisationTypes.map((type) => ({ type, fragments: defaultAllowance(type, financialYear) }));
}
