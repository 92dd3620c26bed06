import type { Caller } from '../auth/caller.js';
import { fixedFlagOrder } from '../flags/flag-columns.js';
import { isHideable, showsSomething } from '../history/shown-entries.js';
import { isCountedByBuckets } from '../organisations/listing/count-buckets.js';
import type { ListScope } from '../organisations/listing/page-plan.js';
import { conditions } from '../organisations/listing/plain-plan.js';
import { directoryVersion } from '../organisations/listing/version-text.js';
import { administers, type OrganisationFilter } from '../organisations/organisation-visibility.js';
import type { Parameters } from '../organisations/parameters.js';
import { daysAfter } from './periods.js';
import { daysOfChanges, maxGroups } from './statistics-limits.js';

/** The organisations that are counted, for whom, and on which day. */
export interface StatisticsRequest {
  readonly filter: OrganisationFilter;
  readonly caller: Caller;
  /** The last day of changes that is counted, `YYYY-MM-DD`. */
  readonly today: string;
}

/**
 * The statement of all counts: one row, from one snapshot. Each part reads one index, in parallel where the table is large.
 */
export function statisticsStatement(request: StatisticsRequest, parameters: Parameters): string {
  const { filter, caller } = request;
  const scope: ListScope = { filter, visibility: caller };
  const isAll = isCountedByBuckets(scope) && !filter.onlyActive;
  // A search runs once. Without one, each part reads the index that has its columns.
  const kept = isCountedByBuckets(scope) ? 'NOT MATERIALIZED' : 'MATERIALIZED';
  return `WITH matching AS ${kept} (
      SELECT o.organisation_id, o.status, o.country, o.created_on
      FROM directory.organisation o WHERE ${conditions(scope, parameters)}
    ), placed AS MATERIALIZED (
      SELECT status, country, count(*) AS count FROM matching GROUP BY status, country
    )
    SELECT ${directoryVersion} AS version,
      ${listOf(byStatus, 'status, count')} AS "byStatus",
      ${listOf(byCountry, 'country, count', 'count DESC, country COLLATE "C"')} AS "byCountry",
      ${listOf(byFlag(isAll, parameters.add(caller.flagClearance)), 'name, value, count', 'position')} AS "byFlag",
      ${listOf(byMonth, `to_char(month, 'YYYY-MM'), count`, 'month')} AS "byMonth",
      ${listOf(changesByDay(request, isAll, parameters), `to_char(day, 'YYYY-MM-DD'), count`, 'day')} AS "changesByDay"`;
}

const byStatus = 'SELECT status, sum(count) AS count FROM placed GROUP BY status';

const byCountry = `SELECT country, sum(count) AS count FROM placed GROUP BY country
  ORDER BY count DESC, country COLLATE "C" LIMIT ${maxGroups}`;

const byMonth = `SELECT date_trunc('month', created_on AT TIME ZONE 'UTC') AS month, count(*) AS count
  FROM matching GROUP BY month`;

function byFlag(isAll: boolean, clearance: string): string {
  const order = `carried.count DESC, ${fixedFlagOrder}`;
  return `SELECT f.name, f.value, carried.count, row_number() OVER (ORDER BY ${order}) AS position
    FROM (
      SELECT c.flag_id, count(*) AS count FROM directory.organisation_flag c ${ofMatching(isAll)} GROUP BY c.flag_id
    ) carried JOIN directory.flag f USING (flag_id)
    WHERE f.access_level <= ${clearance} ORDER BY ${order} LIMIT ${maxGroups}`;
}

/** The entries of each day that the caller may see: all entries, less those with nothing to show. */
function changesByDay({ caller, today }: StatisticsRequest, isAll: boolean, parameters: Parameters): string {
  const first = parameters.add(`${daysAfter(today, 1 - daysOfChanges)}T00:00:00Z`);
  const end = parameters.add(`${daysAfter(today, 1)}T00:00:00Z`);
  const isRecent = `h.at >= ${first}::timestamptz AND h.at < ${end}::timestamptz`;
  const entries = (sign: '' | '-', join: string, where: string): string =>
    `SELECT date_trunc('day', h.at AT TIME ZONE 'UTC') AS day, ${sign}count(*) AS count
     FROM directory.organisation_history h ${join} WHERE ${where} GROUP BY day`;
  const all = entries('', ofMatching(isAll), isRecent);
  if (caller.isOperator) return all;
  const isShown = showsSomething(seesUsers(caller, parameters), parameters.add(caller.flagClearance));
  const hidden = entries('-', ofMatching(false), `${isRecent} AND ${isHideable} AND NOT ${isShown}`);
  return `SELECT day, sum(count) AS count FROM (${all} UNION ALL ${hidden}) entries GROUP BY day`;
}

/** True of an organisation `o` whose changes of administrators the caller sees. */
function seesUsers({ readsAll, userEmail }: Caller, parameters: Parameters): string {
  // A user who does not read all sees only what they administer.
  if (!readsAll) return 'true';
  return userEmail === null ? 'false' : administers(parameters.add(userEmail));
}

/** Every row belongs to an organisation, so that a join without a condition would only cost time. */
function ofMatching(isAll: boolean): string {
  return isAll ? '' : 'JOIN matching o USING (organisation_id)';
}

/** A JSON list with a list of `members` for each row. */
function listOf(rows: string, members: string, order = members): string {
  return `(SELECT coalesce(json_agg(json_build_array(${members}) ORDER BY ${order}), '[]') FROM (${rows}) counted)`;
}
