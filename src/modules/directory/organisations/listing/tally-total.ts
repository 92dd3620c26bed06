import type { PageQuestion } from './page-plan.js';

/** True of the lists that the tally counts: all organisations, and all that are Active. */
export function isTallied({ filter, visibility }: PageQuestion): boolean {
  return visibility.readsAll && filter.text === null && filter.relatedTo === null;
}

/** The column of the tally that counts such a list. */
export function talliedColumn({ filter }: PageQuestion): 'active' | 'total' {
  return filter.onlyActive ? 'active' : 'total';
}

/** How many organisations such a list has, exactly: an expression of type bigint. */
export function talliedTotal(question: PageQuestion): string {
  return `(SELECT sum(${talliedColumn(question)}) FROM directory.organisation_tally)`;
}
