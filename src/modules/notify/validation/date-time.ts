import { notText, SchemaRule } from './schema-rules.js';

const form = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.\d{1,6})?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/;

/**
 * A moment such as `2026-11-22 01:02:03.000000` or `2026-11-22T01:02:03Z`, in the years 1 to 9999. Without an offset it
 * is UTC.
 */
export function isDateTime(value: unknown): value is string {
  const [, date, time, offset] = (typeof value === 'string' ? form.exec(value) : null) ?? [];
  if (date === undefined || time === undefined) return false;
  const moment = new Date(`${date}T${time}Z`);
  // JavaScript reads 30 February as a day of March.
  if (Number.isNaN(moment.getTime()) || !moment.toISOString().startsWith(`${date}T${time}`)) return false;
  const utc = new Date(`${date}T${time}${offset ?? 'Z'}`).toISOString();
  return /^(?!0000)\d{4}-/.test(utc);
}

/** Returns a checked moment with an offset, so that PostgreSQL ignores the time zone of its session. */
export function withOffset(dateTime: string): string {
  return form.exec(dateTime)?.[3] === undefined ? `${dateTime}Z` : dateTime;
}

/** A moment, or null. Every fault of a text has the same text. */
export function DateTimeField(): PropertyDecorator {
  return SchemaRule('dateTime', (value) => {
    if (value === null) return [];
    return typeof value === 'string' ? faultsOf(value) : [notText(value, { nullable: true })];
  });
}

/** A moment in a body whose faults are reported by field: every fault has the same text. */
export function DateTimeByField(): PropertyDecorator {
  return SchemaRule('dateTime', faultsOf);
}

function faultsOf(value: unknown): string[] {
  return isDateTime(value) ? [] : ['Not a valid datetime.'];
}
