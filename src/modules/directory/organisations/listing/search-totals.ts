import { LRUCache } from 'lru-cache';
import type { ListRequest } from './page-plan.js';

/** Number of organisations that a search found at a version of the directory. */
export interface KnownTotal {
  readonly version: string;
  readonly total: number;
}

const maxSearches = 1_000;

/**
 * Cache of search totals, for the other pages of a search: counting is most of the time of a common term's page. A total
 * is valid for its version, which the statement that uses it compares with its own.
 */
export class SearchTotals {
  private readonly totals = new LRUCache<string, KnownTotal>({ max: maxSearches });

  find(request: ListRequest): KnownTotal | null {
    return this.totals.get(keyOf(request)) ?? null;
  }

  keep(request: ListRequest, known: KnownTotal): void {
    this.totals.set(keyOf(request), known);
  }
}

function keyOf({ filter, visibility }: ListRequest): string {
  // Only a condition on a flag depends on the clearance.
  return JSON.stringify([filter, filter.flag === null ? null : visibility.flagClearance]);
}
