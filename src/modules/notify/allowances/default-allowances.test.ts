import { organisationTypes } from '../organisation-types.js';
import { defaultAllowance, defaultAllowances } from './default-allowances.js';

/** Contract section 2.3, year by year. */
const years = [2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027] as const;
const table = {
  central: [250e3, 250e3, 250e3, 250e3, 250e3, 150e3, 40e3, 40e3, 30e3, 30e3, 20e3, 20e3],
  nhs_central: [250e3, 250e3, 250e3, 250e3, 250e3, 150e3, 40e3, 40e3, 30e3, 30e3, 20e3, 20e3],
  local: [25e3, 25e3, 25e3, 25e3, 25e3, 25e3, 20e3, 20e3, 10e3, 10e3, 10e3, 10e3],
  nhs_local: [25e3, 25e3, 25e3, 25e3, 25e3, 25e3, 20e3, 20e3, 10e3, 10e3, 10e3, 10e3],
  emergency_service: [25e3, 25e3, 25e3, 25e3, 25e3, 25e3, 20e3, 20e3, 10e3, 10e3, 10e3, 10e3],
  nhs_gp: [25e3, 25e3, 25e3, 25e3, 25e3, 10e3, 10e3, 10e3, 0, 0, 0, 0],
  school_or_college: [25e3, 25e3, 25e3, 25e3, 25e3, 10e3, 10e3, 10e3, 5e3, 5e3, 5e3, 5e3],
  other: [25e3, 25e3, 25e3, 25e3, 25e3, 10e3, 10e3, 10e3, 5e3, 5e3, 5e3, 5e3],
  nhs_notify: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
};

describe('the default allowance', () => {
  it.each(organisationTypes)('of %s is the latest entry up to the year', (type) => {
    expect(years.map((year) => defaultAllowance(type, year))).toEqual(table[type]);
  });

  it('of a null type equals that of other', () => {
    expect(years.map((year) => defaultAllowance(null, year))).toEqual(table.other);
  });

  it('is defined for every type', () => {
    expect(defaultAllowances(2026)).toEqual(
      organisationTypes.map((type) => ({ type, fragments: table[type][10] })),
    );
  });

  it('is undefined before 2016', () => {
    expect(() => defaultAllowance('central', 2015)).toThrow(RangeError);
  });
});
