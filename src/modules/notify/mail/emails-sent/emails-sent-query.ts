import { RuleBroken } from '../../errors/notify-problems.js';
import { type EmailStatus, emailStatuses } from '../email.values.js';

/** The query as received. */
export interface EmailsSentQuery {
  readonly page: string | undefined;
  readonly pageSize: string | undefined;
  readonly status: string | undefined;
  readonly templateType: string | undefined;
}

/** The parsed query. */
export interface CheckedQuery {
  readonly page: number;
  readonly pageSize: number;
  readonly status: EmailStatus | null;
  /** False if only text messages or letters are requested, which this service never sends. */
  readonly isAboutEmail: boolean;
}

const defaultPageSize = 50;
const maxPageSize = 250;
const maxPage = 1_000_000_000;
const templateTypes = ['sms', 'email', 'letter'];

/**
 * Parses the query.
 * @throws RuleBroken naming the first wrong parameter
 */
export function checkQuery(query: EmailsSentQuery): CheckedQuery {
  return {
    page: integerOf('page', query.page, 1, maxPage),
    pageSize: integerOf('page_size', query.pageSize, defaultPageSize, maxPageSize),
    status: statusOf(query.status),
    isAboutEmail: wordOf('template_type', query.templateType, templateTypes, 'email') === 'email',
  };
}

function integerOf(name: string, value: string | undefined, fallback: number, most: number): number {
  if (value === undefined) return fallback;
  if (!/^\d{1,15}$/.test(value)) throw new RuleBroken({ [name]: ['Not a valid integer.'] });
  const number = Number(value);
  if (number < 1 || number > most) throw new RuleBroken({ [name]: [`Must be between 1 and ${most}.`] });
  return number;
}

function statusOf(value: string | undefined): EmailStatus | null {
  const status = wordOf('status', value, emailStatuses, null);
  return emailStatuses.find((each) => each === status) ?? null;
}

function wordOf<Fallback>(
  name: string,
  value: string | undefined,
  words: readonly string[],
  fallback: Fallback,
): string | Fallback {
  if (value === undefined) return fallback;
  if (!words.includes(value)) throw new RuleBroken({ [name]: [`Must be one of: ${words.join(', ')}.`] });
  return value;
}
