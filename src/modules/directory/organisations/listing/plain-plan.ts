import { rowVersion } from '../organisation.fields.js';
import { administers, isNarrowed, isVisible } from '../organisation-visibility.js';
import type { Parameters } from '../parameters.js';
import { organisationOrder } from './organisation-order.js';
import { isDefaultOrder, type ListRequest, type ListScope, offsetOf, type PagePlan } from './page-plan.js';

/** With this many distinct beginnings of words, also searching the words' ends costs more than the rows that it rules out. */
const sufficientBeginnings = 3;

/**
 * The plan for every request: the list as the contract (§4) defines it, which every other plan must equal. It counts and
 * sorts all matching organisations, so it is for lists with few of them, such as a user's own.
 */
export function plainPlan(request: ListRequest, parameters: Parameters): PagePlan {
  const where = conditions(request, parameters);
  const orderBy = organisationOrder(request.order);
  return {
    rows: `SELECT o.organisation_id, ${rowVersion} AS version, row_number() OVER (ORDER BY ${orderBy}) AS position
      FROM directory.organisation o WHERE ${where}
      ORDER BY ${orderBy} LIMIT ${parameters.add(request.page.size)} OFFSET ${parameters.add(offsetOf(request))}`,
    total: `(SELECT count(*) FROM directory.organisation o WHERE ${where})`,
    // The generic plan for an address suits every user, and planning takes longer than running it. A search text needs a
    // plan for its value, and each other order or condition would be one more prepared statement.
    hasGenericPlan: !isNarrowed(request.filter) && isDefaultOrder(request),
  };
}

/** True of the organisations `o` on the list. */
export function conditions({ filter, visibility }: ListScope, parameters: Parameters): string {
  const conditions = [isVisible(visibility, parameters)];
  if (filter.onlyActive) conditions.push(`o.status = 'Active'`);
  if (filter.relatedTo !== null) conditions.push(administers(parameters.add(filter.relatedTo)));
  if (filter.text !== null) conditions.push(contains(filter.text, parameters));
  if (filter.status !== null) conditions.push(`o.status = ${parameters.add(filter.status)}`);
  if (filter.country !== null) conditions.push(isIn(parameters.add(filter.country)));
  if (filter.parent !== null)
    conditions.push(`o.parent_organisation_reference = ${parameters.add(filter.parent)}`);
  if (filter.createdIn !== null) conditions.push(isCreatedIn(filter.createdIn, parameters));
  if (filter.flag !== null)
    conditions.push(carries(parameters.add(filter.flag), parameters.add(visibility.flagClearance)));
  return conditions.join(' AND ');
}

/** True of an organisation `o` in a country. The index compares without case, so that its rows are compared again. */
function isIn(country: string): string {
  return `o.country COLLATE directory.text_order = ${country} AND o.country = ${country}`;
}

/** True of an organisation `o` that was created in a year or a month. */
function isCreatedIn(period: string, parameters: Parameters): string {
  const isYear = /^\d{4}$/.test(period);
  const firstDay = `${parameters.add(isYear ? `${period}-01-01` : `${period}-01`)}::date`;
  return `o.created_on >= ${firstDay}::timestamp AT TIME ZONE 'UTC'
    AND o.created_on < (${firstDay} + interval '1 ${isYear ? 'year' : 'month'}') AT TIME ZONE 'UTC'`;
}

/** True of an organisation `o` that carries a flag within a clearance. */
function carries(flagId: string, clearance: string): string {
  return `o.organisation_id IN (SELECT c.organisation_id FROM directory.organisation_flag c
    JOIN directory.flag f USING (flag_id) WHERE c.flag_id = ${flagId} AND f.access_level <= ${clearance})`;
}

/** Number of different beginnings among the words that are long enough for the trigram index. */
function beginnings(text: string): number {
  const words = text.match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  return new Set(words.map((word) => word.slice(0, 3).toLowerCase())).size;
}

/** True of an organisation `o` with the text in one of its searched fields. */
function contains(text: string, parameters: Parameters): string {
  const term = `directory.fold(${parameters.add(text)})`;
  // A term of marks alone folds to the empty string, which must match nothing.
  const words = beginnings(text);
  return `${term} <> '' AND ${words < 2 ? holds(term) : holdsWords(term, words < sufficientBeginnings)}`;
}

function holds(term: string): string {
  return `o.search_text LIKE '%' || regexp_replace(${term}, '([\\\\%_])', '\\\\\\1', 'g') || '%'`;
}

/**
 * `holds`, for a term of several words. LIKE searches the index for the first three letters of each word, and for the last
 * three where the words are few; strpos then compares the whole term. LIKE with the whole term reads five times as much of
 * the index (docs/operations/performance.md).
 */
function holdsWords(term: string, areFew: boolean): string {
  // The column's collation is the database's own, in which [:alnum:] may be ASCII only.
  const words = `regexp_replace(${term} COLLATE "und-x-icu", '[^[:alnum:]]+', '%', 'g')`;
  const [rest, kept] = areFew ? ['[[:alnum:]]*([[:alnum:]]{3})', '\\1%\\2'] : ['[[:alnum:]]+', '\\1'];
  const pieces = `regexp_replace(${words}, '([[:alnum:]]{3})${rest}', '${kept}', 'g')`;
  return `o.search_text LIKE '%' || (${pieces} COLLATE "default") || '%' AND strpos(o.search_text, ${term}) > 0`;
}
