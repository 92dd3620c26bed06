import { orderTerm } from '../../pagination/page-statement.js';
import { columnOf } from '../organisation-columns.js';
import { administers, isVisible } from '../organisation-visibility.js';
import type { Parameters } from '../parameters.js';
import { isDefaultOrder, type PagePlan, type PageQuestion } from './page-plan.js';

/**
 * The plan that any question has: what the list means, in the words of the contract (§4). Other plans must find the
 * same. Quick where few organisations match, as for a user's own; counts and sorts all that match.
 */
export function plainPlan(question: PageQuestion, parameters: Parameters): PagePlan {
  const { order, page } = question;
  const where = conditions(question, parameters);
  const terms = order.map((step) => orderTerm(`o.${columnOf(step.field.property)}`, step));
  const orderBy = [...terms, 'o.organisation_id'].join(', ');
  return {
    rows: `SELECT o.organisation_id, o.revision, row_number() OVER (ORDER BY ${orderBy}) AS position
      FROM directory.organisation o WHERE ${where}
      ORDER BY ${orderBy} LIMIT ${parameters.add(page.size)} OFFSET ${parameters.add(page.number * page.size)}`,
    total: `(SELECT count(*) FROM directory.organisation o WHERE ${where})`,
    // By an address the few organisations of its user are found whatever it is; to plan that takes longer than to do it.
    // What a text matches differs, and every other order would be one more text to keep.
    isOnePlan: question.filter.text === null && isDefaultOrder(question),
  };
}

/** True of the organisations `o` that the list holds. */
export function conditions({ filter, visibility }: PageQuestion, parameters: Parameters): string {
  const conditions = [isVisible(visibility, parameters)];
  if (filter.onlyActive) conditions.push(`o.status = 'Active'`);
  if (filter.relatedTo !== null) conditions.push(administers(parameters.add(filter.relatedTo)));
  if (filter.text !== null) conditions.push(contains(filter.text, parameters));
  return conditions.join(' AND ');
}

function isOfSeveralWords(text: string): boolean {
  return (text.match(/[\p{L}\p{N}]{3,}/gu) ?? []).length > 1;
}

/** True of an organisation `o` one of whose searched fields holds the text. */
function contains(text: string, parameters: Parameters): string {
  const term = `directory.fold(${parameters.add(text)})`;
  // A term of nothing but marks folds to nothing; nothing is not found everywhere.
  return `${term} <> '' AND ${isOfSeveralWords(text) ? holdsWords(term) : holds(term)}`;
}

function holds(term: string): string {
  return `o.search_text LIKE '%' || regexp_replace(${term}, '([\\\\%_])', '\\\\\\1', 'g') || '%'`;
}

/**
 * `holds`, for a term of several words: the index is asked for the first and the last three letters of each word, and
 * what it finds is held against the whole term. Asked for all that is in the term it reads five times as much
 * (docs/performance.md).
 */
function holdsWords(term: string): string {
  // The collation of the index's column is the database's own, which may know no letters but ASCII's.
  const words = `regexp_replace(${term} COLLATE "und-x-icu", '[^[:alnum:]]+', '%', 'g')`;
  const ends = `regexp_replace(${words}, '([[:alnum:]]{3})[[:alnum:]]*([[:alnum:]]{3})', '\\1%\\2', 'g')`;
  return `o.search_text LIKE '%' || (${ends} COLLATE "default") || '%' AND strpos(o.search_text, ${term}) > 0`;
}
