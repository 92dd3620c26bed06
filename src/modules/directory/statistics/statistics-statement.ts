import type { Caller } from '../auth/caller.js';
import { fixedFlagOrder } from '../flags/flag-columns.js';
import { countedRows } from '../organisations/listing/count-buckets.js';
import type { ListScope } from '../organisations/listing/page-plan.js';
import { conditions } from '../organisations/listing/plain-plan.js';
import type { OrganisationFilter } from '../organisations/organisation-visibility.js';
import type { Parameters } from '../organisations/parameters.js';
import { changesByDay, type CountedDays } from './changes-by-day.js';
import { isOther, type Members, membersOf, ofMatching, ofOthers } from './members.js';
import { monthOf, monthsOfBuckets } from './months.js';
import { daysAfter } from './periods.js';
import { daysOfChanges, maxGroups } from './statistics-limits.js';

/** The organisations that are counted, for whom, and on which day. */
export interface StatisticsRequest {
  readonly filter: OrganisationFilter;
  readonly caller: Caller;
  /** The last day of changes that is counted, `YYYY-MM-DD`. */
  readonly today: string;
}

/** The statement of all counts: one row, from one snapshot. */
export function statisticsStatement(
  { filter, caller, today }: StatisticsRequest,
  parameters: Parameters,
): string {
  const scope: ListScope = { filter, visibility: caller };
  const members = membersOf(scope);
  const days = countedDays(today, parameters);
  const placed =
    members === 'matching' ? placedByMatches(conditions(scope, parameters)) : placedByIndexes(scope);
  const flags = byFlag(members, parameters.add(caller.flagClearance));
  const changes = changesByDay({ members, caller, days }, parameters);
  return `${placed.tables}
    SELECT ${listOf(placed.byStatus, 'status, count')} AS "byStatus",
      ${listOf(placed.byCountry, 'country, count', 'count DESC, country COLLATE "C"')} AS "byCountry",
      ${listOf(flags, 'flag_id, name, value, count', 'position')} AS "byFlag",
      ${listOf(placed.byMonth, `to_char(month, 'YYYY-MM'), count`, 'month')} AS "byMonth",
      ${listOf(changes, `to_char(day AT TIME ZONE 'UTC', 'YYYY-MM-DD'), count`, 'day')} AS "changesByDay"`;
}

function countedDays(today: string, parameters: Parameters): CountedDays {
  const start = (day: string): string => `${parameters.add(`${day}T00:00:00Z`)}::timestamptz`;
  return { first: start(daysAfter(today, 1 - daysOfChanges)), end: start(daysAfter(today, 1)) };
}

/** Counts of the organisations by their own columns. */
interface Placed {
  /** The common table expressions that the counts select from. */
  readonly tables: string;
  readonly byStatus: string;
  readonly byCountry: string;
  readonly byMonth: string;
}

/** The search runs once, and the matching organisations are grouped once. */
function placedByMatches(matches: string): Placed {
  const sumBy = (column: string): string =>
    `SELECT ${column}, sum(count) AS count FROM placed GROUP BY ${column}`;
  return {
    tables: `WITH matching AS MATERIALIZED (SELECT o.organisation_id, o.status, o.country, o.created_on
        FROM directory.organisation o WHERE ${matches}),
      placed AS MATERIALIZED (SELECT status, country, ${monthOf('created_on')} AS month, count(*) AS count
        FROM matching GROUP BY status, country, month)`,
    byStatus: sumBy('status'),
    byCountry: `${sumBy('country')} ${largestCountries}`,
    byMonth: sumBy('month'),
  };
}

/** The count buckets, and the index that has Country and Status. */
function placedByIndexes(scope: ListScope): Placed {
  const active = `SELECT 'Active' AS status, sum(active) AS count FROM directory.organisation_count_bucket`;
  const others = `SELECT o.status, count(*) FROM directory.organisation o WHERE ${isOther} GROUP BY o.status`;
  return {
    tables: '',
    byStatus: scope.filter.onlyActive ? active : `${active} UNION ALL ${others}`,
    byCountry: `SELECT o.country, count(*) AS count FROM directory.organisation o
      WHERE ${countedRows(scope)} GROUP BY o.country ${largestCountries}`,
    byMonth: monthsOfBuckets(scope),
  };
}

const largestCountries = `ORDER BY count DESC, country COLLATE "C" LIMIT ${maxGroups}`;

/** The index counts one flag faster than it groups rows by flag. */
const allWithFlag = `CROSS JOIN LATERAL (
      SELECT count(*) AS count FROM directory.organisation_flag c WHERE c.flag_id = f.flag_id) a`;

function byFlag(members: Members, clearance: string): string {
  const joined = (join: string): string => `JOIN (
      SELECT flag_id, count(*) AS count FROM directory.organisation_flag ${join} GROUP BY flag_id) m USING (flag_id)`;
  const [counts, count] = {
    all: [allWithFlag, 'a.count'],
    active: [`${allWithFlag} LEFT ${joined(ofOthers)}`, 'a.count - coalesce(m.count, 0)'],
    matching: [joined(ofMatching), 'm.count'],
  }[members];
  const order = `${count} DESC, ${fixedFlagOrder}`;
  return `SELECT f.flag_id, f.name, f.value, ${count} AS count, row_number() OVER (ORDER BY ${order}) AS position
    FROM directory.flag f ${counts}
    WHERE f.access_level <= ${clearance} AND ${count} > 0 ORDER BY ${order} LIMIT ${maxGroups}`;
}

/** A JSON list with a list of `members` for each row. */
function listOf(rows: string, members: string, order = members): string {
  return `(SELECT coalesce(json_agg(json_build_array(${members}) ORDER BY ${order}), '[]') FROM (${rows}) counted)`;
}
