import { RuleBroken } from '../errors/notify-problems.js';

/** A page of the list: its number, counted from 1, and the maximum of organisations on it. */
export interface ListPage {
  readonly number: number;
  readonly size: number;
}

const defaultSize = 50;
const maxSize = 5_000;
/** Keeps the offset within PostgreSQL's bigint. */
const maxNumber = 1_000_000_000;

/**
 * Returns the page that the parameters `page` and `page_size` ask for; null if both are absent.
 * @throws RuleBroken naming each parameter that is not a whole number within its bounds
 */
export function readPage(number: string | undefined, size: string | undefined): ListPage | null {
  if (number === undefined && size === undefined) return null;
  const page = {
    number: number === undefined ? 1 : toCount(number, maxNumber),
    size: size === undefined ? defaultSize : toCount(size, maxSize),
  };
  const faults = {
    ...(page.number === null && { page: [`Must be a whole number from 1 to ${maxNumber}.`] }),
    ...(page.size === null && { page_size: [`Must be a whole number from 1 to ${maxSize}.`] }),
  };
  if (page.number === null || page.size === null) throw new RuleBroken(faults);
  return { number: page.number, size: page.size };
}

/** Returns the Link header of a page (RFC 8288): always first and last; prev and next if there is such a page. */
export function pageLinks({ number, size }: ListPage, total: number): string {
  const last = Math.max(Math.ceil(total / size), 1);
  const links: [relation: string, page: number][] = [['first', 1]];
  if (number > 1) links.push(['prev', Math.min(number - 1, last)]);
  if (number < last) links.push(['next', number + 1]);
  links.push(['last', last]);
  return links
    .map(([relation, page]) => `</organisation?page=${page}&page_size=${size}>; rel="${relation}"`)
    .join(', ');
}

function toCount(text: string, max: number): number | null {
  if (!/^\d{1,10}$/.test(text)) return null;
  const count = Number(text);
  return count >= 1 && count <= max ? count : null;
}
