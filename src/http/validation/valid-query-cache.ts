import { LRUCache } from 'lru-cache';
import type { InputClass } from './validation-plan.js';

/** Query strings cached for each DTO class. */
const maxQueries = 1_000;
/** Longer query strings are seldom repeated. */
const maxQueryLength = 500;

/** Cache of valid query strings with their values. Validation is pure, and clients request the same pages repeatedly. */
export class ValidQueryCache {
  private readonly queries = new Map<InputClass, LRUCache<string, object>>();

  /** Returns the cached value for the query of a request target, or null. */
  find(shape: InputClass, target: string): object | null {
    return this.queries.get(shape)?.get(queryOf(target)) ?? null;
  }

  /** Adds a valid value and freezes it. */
  add(shape: InputClass, target: string, value: object): void {
    const query = queryOf(target);
    if (query.length > maxQueryLength) return;
    const known = this.queries.get(shape) ?? new LRUCache<string, object>({ max: maxQueries });
    this.queries.set(shape, known);
    known.set(query, Object.freeze(value));
  }
}

function queryOf(target: string): string {
  const start = target.indexOf('?');
  return start < 0 ? '' : target.slice(start);
}
