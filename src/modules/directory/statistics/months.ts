import { bucketColumn, countedRows } from '../organisations/listing/count-buckets.js';
import type { ListScope } from '../organisations/listing/page-plan.js';

/** The first moment of a moment's month in UTC. */
export function monthOf(moment: string): string {
  return `date_trunc('month', ${moment} AT TIME ZONE 'UTC')`;
}

/**
 * Selects `month` and `count` of a list that the count buckets count. A bucket within one month is counted already; only the
 * organisations of a bucket that reaches into another month are read.
 */
export function monthsOfBuckets(scope: ListScope): string {
  const [first, next] = [monthOf('b.created_on'), monthOf('b.next_on')];
  return `SELECT month, sum(count) AS count FROM (
      SELECT ${first} AS month, b.${bucketColumn(scope)} AS count FROM (${buckets}) b WHERE ${first} = ${next}
      UNION ALL
      SELECT ${monthOf('o.created_on')}, 1 FROM (${buckets}) b JOIN directory.organisation o
        ON (o.created_on, o.organisation_id) >= (b.created_on, b.organisation_id)
        AND (o.created_on, o.organisation_id) < (b.next_on, b.next_id)
      WHERE ${first} <> ${next} AND ${countedRows(scope)}
    ) months GROUP BY month HAVING sum(count) > 0`;
}

/** The count buckets, each with the key at which the next one begins. */
const buckets = `SELECT *, coalesce(lead(created_on) OVER w, 'infinity') AS next_on,
    coalesce(lead(organisation_id) OVER w, '') AS next_id
  FROM directory.organisation_count_bucket WINDOW w AS (ORDER BY created_on, organisation_id)`;
