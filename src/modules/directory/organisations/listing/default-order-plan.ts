import { rowVersion } from '../organisation.fields.js';
import type { Parameters } from '../parameters.js';
import { bucketColumn, bucketTotal, countedRows, isCountedByBuckets } from './count-buckets.js';
import { isDefaultOrder, type ListRequest, offsetOf, type PagePlan } from './page-plan.js';

/** Max offset of a page that is scanned from the first organisation. Later pages are scanned from their count bucket. */
const maxScannedOffset = 2_000;

const order = 'o.created_on, o.organisation_id';

/**
 * The list of all organisations, or of all Active ones, by CreatedOn. The total is a sum over the count buckets, and a
 * page's scan starts in the bucket where that sum reaches its offset, so it reads the index entries of one bucket.
 */
export function defaultOrderPlan(
  request: ListRequest,
  parameters: Parameters,
  maxOffset = maxScannedOffset,
): PagePlan | null {
  if (!isCountedByBuckets(request) || !isDefaultOrder(request)) return null;
  const where = countedRows(request);
  const { size } = request.page;
  const offset = offsetOf(request);
  return {
    rows:
      offset <= maxOffset
        ? fromFirst(where, size, offset)
        : fromBucket(where, bucketColumn(request), size, parameters.add(offset)),
    total: bucketTotal(request),
    hasGenericPlan: true,
  };
}

/** Size and offset are literals, so that PostgreSQL's plan is for few rows and the statement is prepared once. */
function fromFirst(where: string, size: number, offset: number): string {
  return `SELECT o.organisation_id, ${rowVersion} AS version, row_number() OVER (ORDER BY ${order}) AS position
    FROM directory.organisation o WHERE ${where} ORDER BY ${order} LIMIT ${size} OFFSET ${offset}`;
}

/** The bucket's key bounds the index scan only as scalar subqueries, not as a join. */
function fromBucket(where: string, count: string, size: number, offset: string): string {
  return `WITH bucket AS MATERIALIZED (
      SELECT * FROM (
        SELECT t.created_on, t.organisation_id,
          sum(t.${count}) OVER (ORDER BY t.created_on, t.organisation_id) - t.${count} AS before
        FROM directory.organisation_count_bucket t) counted
      WHERE before <= ${offset}::bigint ORDER BY created_on DESC, organisation_id DESC LIMIT 1
    )
    SELECT o.organisation_id, ${rowVersion} AS version, row_number() OVER (ORDER BY ${order}) AS position
    FROM (
      SELECT o.created_on, o.organisation_id FROM directory.organisation o
      WHERE ${where} AND (o.created_on, o.organisation_id)
        >= ((SELECT created_on FROM bucket), (SELECT organisation_id FROM bucket))
      ORDER BY ${order} LIMIT ${size} OFFSET ${offset}::bigint - (SELECT before FROM bucket)
    ) found CROSS JOIN LATERAL (
      SELECT *, xmin FROM directory.organisation WHERE organisation_id = found.organisation_id OFFSET 0) o`;
}
