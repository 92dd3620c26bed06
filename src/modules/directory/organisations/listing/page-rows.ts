import { orderOf, type Steps } from './sort-index.js';

/**
 * The rows of a page, few as they are, in the order that was asked for. `ids` is a SELECT of their `organisation_id`.
 * OFFSET 0: each is read by its key, by no other plan, however many PostgreSQL expects.
 */
export function rowsInOrder(steps: Steps, ids: string): string {
  return `SELECT o.organisation_id, o.revision, row_number() OVER (ORDER BY ${orderOf(steps, false)}) AS position
    FROM (${ids}) found CROSS JOIN LATERAL (
      SELECT * FROM directory.organisation WHERE organisation_id = found.organisation_id OFFSET 0) o`;
}
