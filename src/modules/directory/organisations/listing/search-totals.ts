import { LRUCache } from 'lru-cache';
import type { PageQuestion } from './page-plan.js';

/** How many organisations a search found when the directory was at a version. */
export interface KnownTotal {
  readonly version: string;
  readonly total: number;
}

const mostSearches = 1_000;

/**
 * What searches have counted, for their other pages: to count all that match is what a page of a common term takes
 * longest for. A total holds for its version only, which the statement that uses it compares with its own.
 */
export class SearchTotals {
  private readonly totals = new LRUCache<string, KnownTotal>({ max: mostSearches });

  find(question: PageQuestion): KnownTotal | null {
    return this.totals.get(keyOf(question)) ?? null;
  }

  keep(question: PageQuestion, known: KnownTotal): void {
    this.totals.set(keyOf(question), known);
  }
}

function keyOf({ filter }: PageQuestion): string {
  return `${filter.onlyActive} ${filter.text ?? ''}`;
}
