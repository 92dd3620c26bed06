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

/** Returns what is wrong with a value that is no such date, and what to send. */
function explainAuthDate(value: string): string {
  // java.time and some others write the day without its zero.
  const withTwoDigits = value.replace(/^(\w{3}), (?=\d )/, (start) => `${start}0`);
  if (isAuthDate(withTwoDigits)) return `has a day of one digit; write two: ${withTwoDigits}`;
  if (authDatePattern.test(value))
    return 'names no date of the calendar or no time of the day; send a real one';
  const form = 'such as Sun, 10 Sep 2017 19:43:31 UTC';
  if (isAuthDate(value.replace(/(?: [A-Z]{1,5}| [+-]\d{4})?$/, ' UTC')))
    return `must end in GMT or UTC; convert the time, and send a date ${form}`;
  return `must be a date ${form}`;
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
  /** Follows the header's name; says what is wrong and what to send. */
  readonly sentence: string | ((value: string) => string);
}

const rules: readonly HeaderRule[] = [
  { name: 'x-fapi-auth-date', holds: isAuthDate, sentence: explainAuthDate },
  {
    name: 'x-fapi-customer-ip-address',
    holds: isIpAddress,
    sentence: 'must be one IPv4 or IPv6 address, without port, brackets, zone id or leading zeros',
  },
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
    if (value === '') return [`${name} is empty; send a value or leave the header out`];
    if (typeof value === 'string' && holds(value)) return [];
    return [`${name} ${typeof sentence === 'string' ? sentence : sentence(String(value))}`];
  });
}
