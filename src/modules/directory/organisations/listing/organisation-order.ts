import { orderBy } from '../../pagination/page-statement.js';
import type { SortStep } from '../../pagination/sort.js';
import { rowVersion, type SortableProperty } from '../organisation.fields.js';

/** ORDER BY terms over rows `o`, with OrganisationId by bytes as the tie-break; reversed, the same order from its end. */
export function organisationOrder(steps: readonly SortStep<SortableProperty>[], isReversed = false): string {
  return orderBy(steps, 'o', 'organisation_id', isReversed);
}

/**
 * The rows of a page in their order. `ids` is a SELECT of their `organisation_id`. OFFSET 0 makes PostgreSQL read each row
 * by its primary key, whatever its estimate of their number.
 */
export function rowsInOrder(steps: readonly SortStep<SortableProperty>[], ids: string): string {
  return `SELECT o.organisation_id, ${rowVersion} AS version, row_number() OVER (ORDER BY ${organisationOrder(steps)}) AS position
    FROM (${ids}) found CROSS JOIN LATERAL (
      SELECT *, xmin FROM directory.organisation WHERE organisation_id = found.organisation_id OFFSET 0) o`;
}
