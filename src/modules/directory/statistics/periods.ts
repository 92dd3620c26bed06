/** Days as `YYYY-MM-DD` and months as `YYYY-MM`, in UTC. Years have four digits, as those of CreatedOn. */

const dayMs = 86_400_000;

/** Returns the day of a moment. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** Returns the day that is `count` days after another; before it if negative. */
export function daysAfter(day: string, count: number): string {
  return dayOf(new Date(Date.parse(day) + count * dayMs));
}

/** Returns `count` days in a row of which `last` is the last. */
export function daysUpTo(last: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => daysAfter(last, index + 1 - count));
}

/**
 * Returns the months with every gap of at most `maxGap` months filled.
 * @param months in ascending order
 */
export function fillMonths(months: readonly string[], maxGap: number): string[] {
  return months.flatMap((month, index) => {
    const before = months[index - 1];
    const gap = before === undefined ? 0 : numberOf(month) - numberOf(before) - 1;
    const isFilled = gap > 0 && gap <= maxGap;
    const missing = Array.from({ length: isFilled ? gap : 0 }, (_, place) =>
      monthAt(numberOf(month) - gap + place),
    );
    return [...missing, month];
  });
}

/** Months since the year 0. */
function numberOf(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

function monthAt(number: number): string {
  const year = String(Math.floor(number / 12)).padStart(4, '0');
  return `${year}-${String((number % 12) + 1).padStart(2, '0')}`;
}
