/** Registrations of one month. */
interface MonthCount {
  /** Such as `2026-11`. */
  readonly Month: string;
  readonly Count: number;
}

/** Registrations by month, or by year where there are many months. */
export interface Periods {
  readonly unit: 'month' | 'year';
  readonly rows: readonly { readonly period: string; readonly count: number }[];
}

/** Fewer columns would say nothing about time. */
const minMonths = 12;
/** More columns can't be told apart on a phone. */
const maxMonths = 60;

/** Returns at least twelve months; more than five years are grouped by year. */
export function periodsOf(months: readonly MonthCount[]): Periods {
  if (months.length > maxMonths) return { unit: 'year', rows: byYear(months) };
  const rows = months.map(({ Month, Count }) => ({ period: Month, count: Count }));
  const [first] = months;
  const missing = first === undefined ? 0 : Math.max(0, minMonths - months.length);
  const before = Array.from({ length: missing }, (_, index) => ({
    period: monthsBefore(first?.Month ?? '', missing - index),
    count: 0,
  }));
  return { unit: 'month', rows: [...before, ...rows] };
}

function byYear(months: readonly MonthCount[]): Periods['rows'] {
  const counts = new Map<string, number>();
  for (const { Month, Count } of months) {
    const year = Month.slice(0, 4);
    counts.set(year, (counts.get(year) ?? 0) + Count);
  }
  return [...counts].map(([period, count]) => ({ period, count }));
}

function monthsBefore(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 - count)).toISOString().slice(0, 7);
}
