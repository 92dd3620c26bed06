const dayMs = 24 * 60 * 60 * 1_000;
/** Ten years. */
const maxDays = 3_650;

/** The values that `readExpiry` accepts. */
export const expiryWords = `days from 1 to ${maxDays}, or a date such as 2027-01-31, whose end in UTC is between now and then`;

/** Returns the instant at which a key ends: that many days from now, or the end of the date in UTC; null if not allowed. */
export function readExpiry(text: string, now: Date): Date | null {
  const end = /^\d{1,4}$/.test(text) ? now.getTime() + Number(text) * dayMs : endOfDate(text);
  const isAllowed = end > now.getTime() && end <= now.getTime() + maxDays * dayMs;
  return isAllowed ? new Date(end) : null;
}

/** Returns NaN for a text that is no date. */
function endOfDate(text: string): number {
  const start = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(text) : new Date(NaN);
  // The Date of 2027-02-30 is the 2nd of March.
  const isDate = !Number.isNaN(start.getTime()) && start.toISOString().startsWith(text);
  return isDate ? start.getTime() + dayMs : NaN;
}
