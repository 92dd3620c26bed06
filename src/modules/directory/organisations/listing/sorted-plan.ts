import type { Parameters } from '../parameters.js';
import { offsetOf, type Outlook, type PagePlan, type PageQuestion } from './page-plan.js';
import { rowsInOrder } from './page-rows.js';
import { orderOf, type SortIndex, sortIndexOf, type Steps } from './sort-index.js';
import { isTallied, talliedTotal } from './tally-total.js';

/** A stretch of an order, from the end where the walk begins: both are expressions of type bigint. */
interface Stretch {
  readonly limit: string;
  readonly offset: string;
}

/** A walk along the index of the leading field towards the page, from whichever end is nearer. */
interface Walk {
  readonly index: SortIndex;
  readonly steps: Steps;
  /** From the last organisation back. */
  readonly isReversed: boolean;
  /** True of the rows `o` that are on the list. */
  readonly where: string;
  readonly stretch: Stretch;
}

/**
 * The list of all organisations, or of all Active ones, in any order: OrganisationIds are read off the index of the
 * leading field, from the nearer end up to the page, and no row is looked at but those of the page.
 *
 * Where the index has not the order itself, for DESC or several fields, the page is found by groups of equal values of
 * the leading field: the groups are at the same places in both orders, only within them the order differs. So the walk
 * tells which groups are on the page and how many rows of each; then each group is read in the order that was asked for.
 */
export function sortedPlan(
  question: PageQuestion,
  parameters: Parameters,
  outlook: Outlook,
): PagePlan | null {
  const [leading, ...others] = question.order;
  if (leading === undefined || !isTallied(question)) return null;
  const steps: Steps = [leading, ...others];
  const isReversed = offsetOf(question) > 0 && offsetOf(question) * 2 > outlook.organisations;
  const walk: Walk = {
    index: sortIndexOf(steps),
    steps,
    isReversed,
    where: question.filter.onlyActive ? `o.status = 'Active'` : 'true',
    stretch: stretchOf(question, parameters, isReversed),
  };
  const isIndexOrder = others.length === 0 && leading.direction === 'ASC';
  return {
    rows: rowsInOrder(steps, isIndexOrder ? alongIndex(walk) : byGroups(walk)),
    total: talliedTotal(question),
  };
}

/** First pages are asked for most, so their texts are without values: PostgreSQL plans each once. */
function stretchOf(question: PageQuestion, parameters: Parameters, isReversed: boolean): Stretch {
  if (offsetOf(question) === 0) return { limit: `${question.page.size}`, offset: '0' };
  const limit = `${parameters.add(question.page.size)}::bigint`;
  const offset = `${parameters.add(offsetOf(question))}::bigint`;
  if (!isReversed) return { limit, offset };
  const left = `(${talliedTotal(question)} - ${offset})`;
  return { limit: `least(${limit}, greatest(${left}, 0))`, offset: `greatest(${left} - ${limit}, 0)` };
}

function alongIndex({ index, steps, isReversed, where, stretch }: Walk): string {
  return `SELECT o.organisation_id FROM ${index.rows(where, orderOf(steps, isReversed))}
    LIMIT ${stretch.limit} OFFSET ${stretch.offset}`;
}

/** What has a value, then what has none; the other way round from the end. */
function byGroups(walk: Walk): string {
  if (!walk.index.isNullable) return `WITH ${valued(walk)} SELECT organisation_id FROM valued`;
  const hasValue = `${walk.index.value} IS NOT NULL`;
  const hasNone = `${walk.index.value} IS NULL`;
  const parts = walk.isReversed
    ? [valueless(walk), valued({ ...walk, stretch: after('valueless', hasNone, walk) })]
    : [valued(walk), valueless({ ...walk, stretch: after('valued', hasValue, walk) })];
  return `WITH ${parts.join(', ')}
    SELECT organisation_id FROM valued UNION ALL SELECT organisation_id FROM valueless`;
}

/** What is left of the stretch after the `part` that the walk came through first; counts it only if the page goes on. */
function after(part: string, condition: string, { index, where, stretch }: Walk): Stretch {
  const missing = `(${stretch.limit} - (SELECT count(*) FROM ${part}))`;
  const passed = `(SELECT count(*) FROM ${index.rows(`${where} AND ${condition}`)})`;
  return {
    limit: missing,
    offset: `CASE WHEN ${missing} = 0 THEN 0 ELSE greatest(${stretch.offset} - ${passed}, 0) END`,
  };
}

/** What is NULL is named in the order, though equal, for PostgreSQL to know the order of the index in it. */
function valueless({ index, steps, isReversed, where, stretch }: Walk): string {
  const order = `${index.value} ${isReversed ? 'DESC' : 'ASC'}, ${orderOf(steps.slice(1), isReversed)}`;
  return `valueless AS MATERIALIZED (
    SELECT o.organisation_id FROM ${index.rows(`${where} AND ${index.value} IS NULL`, order)}
    LIMIT ${stretch.limit} OFFSET ${stretch.offset})`;
}

/** Which groups are on the page, with as many rows as `held`, after those that come before `first` in the group. */
function valued({ index, steps, isReversed, where, stretch }: Walk): string {
  const { value } = index;
  const isAscending = (steps[0].direction === 'ASC') !== isReversed;
  const direction = isAscending ? 'ASC' : 'DESC';
  const walked = `${value} ${direction}, o.organisation_id ${direction}`;
  const members = `${where} AND ${value} = grouped.value`;
  return `span AS MATERIALIZED (
      SELECT ${value} AS value, o.organisation_id FROM ${index.rows(`${where} AND ${value} IS NOT NULL`, walked)}
      LIMIT ${stretch.limit} OFFSET ${stretch.offset}
    ), valued AS MATERIALIZED (
      SELECT member.organisation_id
      FROM (
        SELECT value, count(*) AS held, ${isAscending ? 'min' : 'max'}(organisation_id) AS first FROM span GROUP BY value
      ) grouped
      CROSS JOIN LATERAL (
        SELECT o.organisation_id FROM ${index.rows(members, orderOf(steps.slice(1), isReversed))}
        LIMIT grouped.held OFFSET (
          SELECT count(*)
          FROM ${index.rows(`${members} AND o.organisation_id ${isAscending ? '<' : '>'} grouped.first`)})
      ) member
    )`;
}
