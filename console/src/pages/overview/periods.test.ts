import { periodsOf } from './periods.ts';

/** This many months from a January on. */
const monthsFrom = (year: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    Month: new Date(Date.UTC(year, index)).toISOString().slice(0, 7),
    Count: 1,
  }));

describe('periodsOf', () => {
  it('shows months as they are', () => {
    const { unit, rows } = periodsOf(monthsFrom(2024, 24));
    expect(unit).toBe('month');
    expect(rows).toHaveLength(24);
    expect(rows[0]).toEqual({ period: '2024-01', count: 1 });
  });

  it('puts empty months before a short time, so that there are twelve', () => {
    const { rows } = periodsOf([{ Month: '2026-02', Count: 7 }]);
    expect(rows).toHaveLength(12);
    expect(rows.slice(0, 2)).toEqual([
      { period: '2025-03', count: 0 },
      { period: '2025-04', count: 0 },
    ]);
    expect(rows.slice(-2)).toEqual([
      { period: '2026-01', count: 0 },
      { period: '2026-02', count: 7 },
    ]);
  });

  it('groups more than five years by year, and loses no organisation', () => {
    const { unit, rows } = periodsOf(monthsFrom(2020, 66));
    expect(unit).toBe('year');
    expect(rows).toEqual([
      ...[2020, 2021, 2022, 2023, 2024].map((year) => ({ period: String(year), count: 12 })),
      { period: '2025', count: 6 },
    ]);
  });

  it('has nothing for no months', () => {
    expect(periodsOf([])).toEqual({ unit: 'month', rows: [] });
  });
});
