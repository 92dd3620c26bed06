import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';
import { interactionIdHeader, isInteractionId } from '../../../http/lifecycle/interaction-id.js';
import { isRepeated } from '../../../http/validation/repeated-header.js';

/** `x-fapi-auth-date` as the published Directory has it: an HTTP date, in GMT or UTC. */
const authDatePattern =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d{2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (?:GMT|UTC)$/;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A date that the calendar has, at a time that a clock shows. The weekday is not compared. */
export function isAuthDate(value: string): boolean {
  const match = authDatePattern.exec(value);
  if (match === null) return false;
  const [, day, month, year, hours, minutes, seconds] = match;
  const monthIndex = months.indexOf(month ?? '');
  const date = new Date(0);
  // Not Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(Number(year), monthIndex, Number(day));
  const isCalendarDate = date.getUTCMonth() === monthIndex && date.getUTCDate() === Number(day);
  return isCalendarDate && Number(hours) <= 23 && Number(minutes) <= 59 && Number(seconds) <= 59;
}

/** Any IPv4 without leading zeros or IPv6 without zone id; no other notation of either. */
export function isIpAddress(value: string): boolean {
  return isIPv4(value) || (isIPv6(value) && !value.includes('%'));
}

/** At most 1,024 characters, none of them a control character. */
export function isUserAgent(value: string): boolean {
  return /^\P{Cc}{0,1024}$/u.test(decodeHeader(value));
}

/** Node reads header values as Latin-1. Most senders of anything beyond ASCII mean UTF-8. */
function decodeHeader(value: string): string {
  const bytes = Buffer.from(value, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : value;
}

interface HeaderRule {
  readonly name: string;
  readonly holds: (value: string) => boolean;
  readonly sentence: string;
}

const rules: readonly HeaderRule[] = [
  {
    name: 'x-fapi-auth-date',
    holds: isAuthDate,
    sentence: 'must be a date such as Sun, 10 Sep 2017 19:43:31 UTC',
  },
  { name: 'x-fapi-customer-ip-address', holds: isIpAddress, sentence: 'must be an IPv4 or IPv6 address' },
  {
    name: interactionIdHeader,
    holds: isInteractionId,
    sentence: 'must be 1 to 100 letters, digits and hyphens and begin with a letter or digit',
  },
  {
    name: 'x-customer-user-agent',
    holds: isUserAgent,
    sentence: 'must have at most 1024 characters, none of them a control character',
  },
];

/**
 * Returns the faults of a request's FAPI headers, one sentence each (FAPI 1.0 part 1 §6.2.1-10 to 12). All of them
 * are optional; an empty or repeated one is wrong. `rawHeaders` alternates names and values, as Node received them.
 */
export function fapiHeaderFaults(headers: IncomingHttpHeaders, rawHeaders: readonly string[]): string[] {
  return rules.flatMap(({ name, holds, sentence }) => {
    const value = headers[name];
    if (value === undefined) return [];
    if (isRepeated(rawHeaders, name)) return [`${name} must be given once`];
    return typeof value === 'string' && value !== '' && holds(value) ? [] : [`${name} ${sentence}`];
  });
}
