import type { Caller } from '../auth/caller.js';
import { isHideable, showsSomething } from '../history/shown-entries.js';
import { administers } from '../organisations/organisation-visibility.js';
import type { Parameters } from '../organisations/parameters.js';
import { type Members, ofMatching, ofOthers } from './members.js';

/** SQL expressions: the moment at which the first day begins, and the one at which the last day ends. */
export interface CountedDays {
  readonly first: string;
  readonly end: string;
}

interface ChangesRequest {
  readonly members: Members;
  readonly caller: Caller;
  readonly days: CountedDays;
}

/** The moment at which the day of another one begins, in UTC. Faster than a change of the time zone for each row. */
function dayOf(moment: string, { first }: CountedDays): string {
  return `date_bin('24 hours', ${moment}, ${first})`;
}

function isWithin(moment: string, { first, end }: CountedDays): string {
  return `${moment} >= ${first} AND ${moment} < ${end}`;
}

/** Selects `day` and `count` of the entries that the caller may see: all entries, less those with nothing to show. */
export function changesByDay(request: ChangesRequest, parameters: Parameters): string {
  const { members, caller, days } = request;
  const entries = {
    all: allEntries(days),
    active: `${allEntries(days)} UNION ALL ${entriesOf(ofOthers, '-count(*)', days)}`,
    matching: entriesOf(ofMatching, 'count(*)', days),
  }[members];
  const shown = caller.isOperator ? entries : `${entries} UNION ALL ${hiddenEntries(request, parameters)}`;
  return `SELECT day, sum(count) AS count FROM (${shown}) entries GROUP BY day`;
}

function entriesOf(join: string, count: string, days: CountedDays): string {
  return `SELECT ${dayOf('h.at', days)} AS day, ${count} AS count
    FROM directory.organisation_history h ${join} WHERE ${isWithin('h.at', days)} GROUP BY 1`;
}

/** The index counts a range of times faster than it groups rows by day. */
function allEntries({ first, end }: CountedDays): string {
  return `SELECT start AS day, counted.count
    FROM generate_series(${first}, ${end} - interval '24 hours', interval '24 hours') start CROSS JOIN LATERAL (
      SELECT count(*) AS count FROM directory.organisation_history h
      WHERE h.at >= start AND h.at < start + interval '24 hours') counted`;
}

/**
 * The entries with nothing to show, as negative counts. A flag that is taken from many organisations leaves many equal
 * entries, and comparing these costs less than deciding about each.
 */
function hiddenEntries({ members, caller, days }: ChangesRequest, parameters: Parameters): string {
  const join = {
    all: '',
    active: `JOIN directory.organisation a ON a.organisation_id = o.organisation_id AND a.status = 'Active'`,
    matching: 'JOIN matching USING (organisation_id)',
  }[members];
  return `SELECT day, -sum(count) FROM (
      SELECT ${dayOf('o.at', days)} AS day, o.changes, ${seesUsers(caller, parameters)} AS "seesUsers", count(*) AS count
      FROM (SELECT organisation_id, at, changes FROM directory.organisation_history
        WHERE ${isWithin('at', days)} AND ${isHideable}) o ${join} GROUP BY 1, 2, 3) hideable
    WHERE NOT ${showsSomething('"seesUsers"', parameters.add(caller.flagClearance))} GROUP BY day`;
}

/** True of an organisation `o` whose changes of administrators the caller sees. */
function seesUsers({ readsAll, userEmail }: Caller, parameters: Parameters): string {
  // A user who does not read all sees only what they administer.
  if (!readsAll) return 'true';
  return userEmail === null ? 'false' : administers(parameters.add(userEmail));
}
