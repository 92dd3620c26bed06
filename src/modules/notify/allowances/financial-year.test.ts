import { financialYearOf, londonDayOf } from './financial-year.js';

describe('the day in London', () => {
  it.each([
    ['2026-01-31T23:59:59Z', '2026-01-31'],
    ['2026-06-30T22:59:59.999Z', '2026-06-30'],
    ['2026-06-30T23:00:00Z', '2026-07-01'],
  ])('of %s is %s', (moment, day) => {
    expect(londonDayOf(new Date(moment))).toBe(day);
  });
});

describe('the financial year', () => {
  // Summer time has begun by 31 March, so the year starts at 23:00 UTC on that day.
  it.each([
    ['2026-03-31T22:59:59.999Z', 2025],
    ['2026-03-31T23:00:00Z', 2026],
    ['2026-12-31T23:59:59Z', 2026],
    ['2027-01-01T00:00:00Z', 2026],
    ['2027-03-31T22:59:59.999Z', 2026],
    ['2027-03-31T23:00:00Z', 2027],
  ])('of %s is %i', (moment, year) => {
    expect(financialYearOf(new Date(moment))).toBe(year);
  });
});
