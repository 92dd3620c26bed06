import type { Parameters } from '../parameters.js';
import { bucketTotal, countedRows, isCountedByBuckets } from './count-buckets.js';
import { organisationOrder, rowsInOrder } from './organisation-order.js';
import { type ListRequest, offsetOf, type PagePlan, type TableEstimate } from './page-plan.js';

/** LIMIT and OFFSET, expressions of type bigint, counted from the end where the scan begins. */
interface PageWindow {
  readonly limit: string;
  readonly offset: string;
}

/**
 * The list of all organisations, or of all Active ones, in any order. The ids come from the nearer end of the order, by an
 * index where the first field has one, else by a sort of the table. Only the page's own rows are then read in full.
 */
export function sortedPlan(
  request: ListRequest,
  parameters: Parameters,
  estimate: TableEstimate,
): PagePlan | null {
  if (!isCountedByBuckets(request)) return null;
  const isReversed = offsetOf(request) > 0 && offsetOf(request) * 2 > estimate.organisations;
  const { limit, offset } = windowOf(request, parameters, isReversed);
  return {
    rows: rowsInOrder(
      request.order,
      `SELECT o.organisation_id FROM directory.organisation o WHERE ${countedRows(request)}
      ORDER BY ${organisationOrder(request.order, isReversed)} LIMIT ${limit} OFFSET ${offset}`,
    ),
    total: bucketTotal(request),
  };
}

/** First pages have no placeholders: they are requested most, and a statement without values is prepared once. */
function windowOf(request: ListRequest, parameters: Parameters, isReversed: boolean): PageWindow {
  if (offsetOf(request) === 0) return { limit: `${request.page.size}`, offset: '0' };
  const limit = `${parameters.add(request.page.size)}::bigint`;
  const offset = `${parameters.add(offsetOf(request))}::bigint`;
  if (!isReversed) return { limit, offset };
  const remaining = `(${bucketTotal(request)} - ${offset})`;
  return {
    limit: `least(${limit}, greatest(${remaining}, 0))`,
    offset: `greatest(${remaining} - ${limit}, 0)`,
  };
}
