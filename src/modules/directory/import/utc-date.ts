/** How a date was written, where it was not as the directory writes it. */
export type DateForm = 'canonical' | 'zone-less' | 'date only' | 'other form';

/** An instant and how it was written. */
export interface ReadDate {
  readonly date: Date;
  readonly form: DateForm;
}

const canonical = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const known =
  /^(?<day>\d{4}-\d{2}-\d{2})(?:[Tt ](?<minute>\d{2}:\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?(?: ?(?<zone>[Zz]|[+-]\d{2}(?::?\d{2})?))?)?$/;

/**
 * Reads the forms of dates that directories write: ISO 8601 with Z or an offset, the same without a zone (with `T` or a
 * blank), or a day alone; what has no zone is UTC. Fractions are cut to milliseconds. Null for anything else, and for
 * days and times that no calendar has.
 */
export function readDate(text: string): ReadDate | null {
  return readCanonical(text) ?? readKnown(text);
}

/** What this directory writes itself, in a tenth of the time. */
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

/** Minutes east of Greenwich; null beyond 14 hours, which no zone is. */
function readOffset(zone: string | undefined): number | null {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
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
