/** The form of a date in a file; `canonical` is the directory's own. */
export type DateForm = 'canonical' | 'zone-less' | 'date only' | 'other form';

export interface ReadDate {
  readonly date: Date;
  readonly form: DateForm;
}

const canonical = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const known =
  /^(?<day>\d{4}-\d{2}-\d{2})(?:[Tt ](?<minute>\d{2}:\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?(?: ?(?<zone>[Zz]|UTC|GMT|[+-]\d{2}(?::?\d{2})?)(?:\[[\w/+-]{1,40}\])?)?)?$/;
/** ISO 8601's basic format. */
const basic = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(?=$|[.,Zz+-])/;
/** Milliseconds since 1970 have 12 digits or more from 1973 on; a smaller number may be seconds. */
const minMilliseconds = 100_000_000_000;

/**
 * Parses ISO 8601 with Z, an offset or an offset with Java's zone in brackets, without a zone (with `T` or a space), or a
 * day alone; without a zone it is UTC. Also parses HTTP's form (RFC 9110 §5.6.7) and milliseconds since 1970 as a number.
 * Truncates fractions to milliseconds. Returns null for any other form and for days and times that do not exist.
 */
export function readDate(given: unknown): ReadDate | null {
  if (typeof given === 'number') return readMilliseconds(given);
  if (typeof given !== 'string') return null;
  return readCanonical(given) ?? readKnown(given.replace(basic, '$1-$2-$3T$4:$5:$6')) ?? readHttpDate(given);
}

function readMilliseconds(given: number): ReadDate | null {
  const date = new Date(given);
  const isKnown = given >= minMilliseconds && Number.isSafeInteger(given) && date.getUTCFullYear() < 10_000;
  return isKnown ? { date, form: 'other form' } : null;
}

/** The weekday must be right, since JavaScript reads any. */
function readHttpDate(text: string): ReadDate | null {
  const date = new Date(text);
  const isReal = !Number.isNaN(date.getTime()) && date.toUTCString() === text;
  return isReal ? { date, form: 'other form' } : null;
}

/** Fast path for the directory's own form: a tenth of the time of `readKnown`. */
function readCanonical(text: string): ReadDate | null {
  if (!canonical.test(text)) return null;
  const date = new Date(text);
  const isReal = !Number.isNaN(date.getTime()) && date.toISOString() === text && date.getUTCFullYear() > 0;
  return isReal ? { date, form: 'canonical' } : null;
}

function readKnown(text: string): ReadDate | null {
  const parts = known.exec(text)?.groups;
  if (parts === undefined) return null;
  const local = `${parts.day}T${parts.minute ?? '00:00'}:${parts.second ?? '00'}.${milliseconds(parts.fraction)}Z`;
  const date = new Date(local);
  if (Number.isNaN(date.getTime()) || date.toISOString() !== local) return null;
  const offsetMinutes = readOffset(parts.zone);
  if (offsetMinutes === null) return null;
  const instant = new Date(date.getTime() - offsetMinutes * 60_000);
  return canonical.test(instant.toISOString()) && instant.getUTCFullYear() > 0
    ? { date: instant, form: formOf(text, parts) }
    : null;
}

function milliseconds(fraction = ''): string {
  return fraction.slice(0, 3).padEnd(3, '0');
}

/** Returns minutes east of UTC, or null above 14 hours, the max of all time zones. */
function readOffset(zone: string | undefined): number | null {
  if (zone === undefined || /^(Z|UTC|GMT)$/i.test(zone)) return 0;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  if (minutes > 14 * 60 || Number(digits.slice(2)) > 59) return null;
  return zone.startsWith('-') ? -minutes : minutes;
}

function formOf(text: string, parts: Readonly<Record<string, string | undefined>>): DateForm {
  if (canonical.test(text)) return 'canonical';
  if (parts.minute === undefined) return 'date only';
  return parts.zone === undefined ? 'zone-less' : 'other form';
}
