import { RuleBroken } from '../errors/notify-problems.js';
import type { PageRequest } from './organisation-summary.js';

const defaultSize = 50;
const maxSize = 5_000;
/** Further pages than there can ever be; no offset goes beyond what a database counts to. */
const maxNumber = 1_000_000_000;

/**
 * The page that `page` (from 1) and `page_size` ask for; null where neither is there.
 * @throws RuleBroken naming each that is not a whole number in its bounds
 */
export function readPage(number: string | undefined, size: string | undefined): PageRequest | null {
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

function toCount(text: string, most: number): number | null {
  if (!/^\d{1,10}$/.test(text)) return null;
  const count = Number(text);
  return count >= 1 && count <= most ? count : null;
}
