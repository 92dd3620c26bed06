import { LRUCache } from 'lru-cache';
import type { InputClass } from './validation-plan.js';

/** Query strings that are remembered of each shape. */
const mostQueries = 1_000;
/** A longer one is seldom asked again. */
const longestQuery = 500;

/**
 * Query strings that were found good, with their checked values: what is good once is good always, and the same pages
 * are asked for again and again.
 */
export class RememberedQueries {
  private readonly queries = new Map<InputClass, LRUCache<string, object>>();

  /** The value of a request target's query, where this shape has found it good before. */
  find(shape: InputClass, target: string): object | null {
    return this.queries.get(shape)?.get(queryOf(target)) ?? null;
  }

  /** Keeps a value, which nobody may change from now on. */
  keep(shape: InputClass, target: string, value: object): void {
    const query = queryOf(target);
    if (query.length > longestQuery) return;
    const known = this.queries.get(shape) ?? new LRUCache<string, object>({ max: mostQueries });
    this.queries.set(shape, known);
    known.set(query, Object.freeze(value));
  }
}

function queryOf(target: string): string {
  const start = target.indexOf('?');
  return start < 0 ? '' : target.slice(start);
}
