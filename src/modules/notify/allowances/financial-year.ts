/** Formats a date in London; `en-CA` writes ISO 8601. */
const londonDate = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The first year that has allowances. */
export const firstFinancialYear = 2016;

/** Returns the London day of a moment, as `YYYY-MM-DD`. */
export function londonDayOf(at: Date): string {
  return londonDate.format(at);
}

/** Returns the year in which the financial year of a moment began: on 1 April, 00:00 in London. */
export function financialYearOf(at: Date): number {
  const day = londonDayOf(at);
  const year = Number(day.slice(0, 4));
  return day.slice(5) >= '04-01' ? year : year - 1;
}
