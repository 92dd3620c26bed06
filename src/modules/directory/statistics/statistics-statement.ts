import type { Caller } from '../auth/caller.js';
import { fixedFlagOrder } from '../flags/flag-columns.js';
import { isHideable, showsSomething } from '../history/shown-entries.js';
import { countedRows, isCountedByBuckets } from '../organisations/listing/count-buckets.js';
import type { ListScope } from '../organisations/listing/page-plan.js';
import { conditions } from '../organisations/listing/plain-plan.js';
import { directoryVersion } from '../organisations/listing/version-text.js';
import { administers, type OrganisationFilter } from '../organisations/organisation-visibility.js';
import type { Parameters } from '../organisations/parameters.js';
import { monthsOfBuckets, monthsOfMatching } from './months.js';
import { daysAfter } from './periods.js';
import { daysOfChanges, maxGroups } from './statistics-limits.js';

/** The organisations that are counted, for whom, and on which day. */
export interface StatisticsRequest {
  readonly filter: OrganisationFilter;
  readonly caller: Caller;
  /** The last day of changes that is counted, `YYYY-MM-DD`. */
  readonly today: string;
}

/** Selects counts over the rows of a table, negative ones with a sign. `join` limits the rows to some organisations `o`. */
type Counts = (sign: '' | '-', join: string) => string;

/** The statement of all counts: one row, from one snapshot. */
export function statisticsStatement(
  { filter, caller, today }: StatisticsRequest,
  parameters: Parameters,
): string {
  const scope: ListScope = { filter, visibility: caller };
  const isCounted = isCountedByBuckets(scope);
  const months = isCounted ? monthsOfBuckets(scope) : monthsOfMatching;
  const flags = byFlag(scope, parameters.add(caller.flagClearance));
  const days = changesByDay(scope, caller, today, parameters);
  // A search runs once. Without one, each part reads the index that has its columns.
  return `WITH matching AS ${isCounted ? 'NOT MATERIALIZED' : 'MATERIALIZED'} (
      SELECT o.organisation_id, o.status, o.country, o.created_on
      FROM directory.organisation o WHERE ${conditions(scope, parameters)}
    ), placed AS MATERIALIZED (
      SELECT status, country, count(*) AS count FROM matching GROUP BY status, country
    )
    SELECT ${directoryVersion} AS version,
      ${listOf(byStatus, 'status, count')} AS "byStatus",
      ${listOf(byCountry, 'country, count', 'count DESC, country COLLATE "C"')} AS "byCountry",
      ${listOf(flags, 'name, value, count', 'position')} AS "byFlag",
      ${listOf(months, `to_char(month, 'YYYY-MM'), count`, 'month')} AS "byMonth",
      ${listOf(days, `to_char(day, 'YYYY-MM-DD'), count`, 'day')} AS "changesByDay"`;
}

const byStatus = 'SELECT status, sum(count) AS count FROM placed GROUP BY status';

const byCountry = `SELECT country, sum(count) AS count FROM placed GROUP BY country
  ORDER BY count DESC, country COLLATE "C" LIMIT ${maxGroups}`;

function byFlag(scope: ListScope, clearance: string): string {
  const counts = overMatching(
    scope,
    (sign, join) =>
      `SELECT flag_id, ${sign}count(*) AS count FROM directory.organisation_flag ${join} GROUP BY flag_id`,
  );
  const order = `carried.count DESC, ${fixedFlagOrder}`;
  return `SELECT f.name, f.value, carried.count, row_number() OVER (ORDER BY ${order}) AS position
    FROM (SELECT flag_id, sum(count) AS count FROM (${counts}) counts GROUP BY flag_id) carried
    JOIN directory.flag f USING (flag_id)
    WHERE f.access_level <= ${clearance} AND carried.count > 0 ORDER BY ${order} LIMIT ${maxGroups}`;
}

/** The entries of each day that the caller may see: all entries, less those with nothing to show. */
function changesByDay(scope: ListScope, caller: Caller, today: string, parameters: Parameters): string {
  const first = `${parameters.add(`${daysAfter(today, 1 - daysOfChanges)}T00:00:00Z`)}::timestamptz`;
  const end = `${parameters.add(`${daysAfter(today, 1)}T00:00:00Z`)}::timestamptz`;
  const recent = `h.at >= ${first} AND h.at < ${end}`;
  const grouped = (sign: '' | '-', join: string, where: string): string =>
    `SELECT date_trunc('day', h.at AT TIME ZONE 'UTC') AS day, ${sign}count(*) AS count
     FROM directory.organisation_history h ${join} WHERE ${where} GROUP BY day`;
  // The index counts a range of times faster than rows by an expression.
  const all = `SELECT start AT TIME ZONE 'UTC' AS day, counted.count
    FROM generate_series(${first}, ${end} - interval '24 hours', interval '24 hours') start CROSS JOIN LATERAL (
      SELECT count(*) AS count FROM directory.organisation_history h
      WHERE h.at >= start AND h.at < start + interval '24 hours') counted`;
  const entries = overMatching(scope, (sign, join) => (join === '' ? all : grouped(sign, join, recent)));
  if (caller.isOperator) return sumByDay(entries);
  const isShown = showsSomething(seesUsers(caller, parameters), parameters.add(caller.flagClearance));
  const hidden = grouped('-', joined('matching'), `${recent} AND ${isHideable} AND NOT ${isShown}`);
  return sumByDay(`${entries} UNION ALL ${hidden}`);
}

function sumByDay(entries: string): string {
  return `SELECT day, sum(count) AS count FROM (${entries}) entries GROUP BY day`;
}

/** True of an organisation `o` whose changes of administrators the caller sees. */
function seesUsers({ readsAll, userEmail }: Caller, parameters: Parameters): string {
  // A user who does not read all sees only what they administer.
  if (!readsAll) return 'true';
  return userEmail === null ? 'false' : administers(parameters.add(userEmail));
}

/**
 * Selects counts whose sums are those over the matching organisations. Most organisations are Active, so that it is faster to
 * count all and subtract the others than to join the Active ones.
 */
function overMatching(scope: ListScope, counts: Counts): string {
  if (!isCountedByBuckets(scope)) return counts('', joined('matching'));
  const all = counts('', '');
  if (!scope.filter.onlyActive) return all;
  const others = `(SELECT organisation_id FROM directory.organisation o WHERE NOT (${countedRows(scope)}))`;
  return `${all} UNION ALL ${counts('-', joined(others))}`;
}

function joined(organisations: string): string {
  return `JOIN ${organisations} o USING (organisation_id)`;
}

/** A JSON list with a list of `members` for each row. */
function listOf(rows: string, members: string, order = members): string {
  return `(SELECT coalesce(json_agg(json_build_array(${members}) ORDER BY ${order}), '[]') FROM (${rows}) counted)`;
}
