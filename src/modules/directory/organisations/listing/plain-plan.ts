import { orderTerm } from '../../pagination/page-statement.js';
import { administers, isVisible } from '../organisation-visibility.js';
import type { Parameters } from '../parameters.js';
import { isDefaultOrder, type PagePlan, type PageQuestion } from './page-plan.js';

/** So many beginnings of words make their ends superfluous: finding fewer takes longer than holding more against the term. */
const enoughBeginnings = 3;

/**
 * The plan that any question has: what the list means, in the words of the contract (§4). Other plans must find the
 * same. Quick where few organisations match, as for a user's own; counts and sorts all that match.
 */
export function plainPlan(question: PageQuestion, parameters: Parameters): PagePlan {
  const { order, page } = question;
  const where = conditions(question, parameters);
  const terms = order.map((step) => orderTerm(`o.${step.field.column}`, step));
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

/** How many words the text has that begin differently, of those that are long enough for the index. */
function beginnings(text: string): number {
  const words = text.match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  return new Set(words.map((word) => word.slice(0, 3).toLowerCase())).size;
}

/** True of an organisation `o` one of whose searched fields holds the text. */
function contains(text: string, parameters: Parameters): string {
  const term = `directory.fold(${parameters.add(text)})`;
  // A term of nothing but marks folds to nothing; nothing is not found everywhere.
  const words = beginnings(text);
  return `${term} <> '' AND ${words < 2 ? holds(term) : holdsWords(term, words < enoughBeginnings)}`;
}

function holds(term: string): string {
  return `o.search_text LIKE '%' || regexp_replace(${term}, '([\\\\%_])', '\\\\\\1', 'g') || '%'`;
}

/**
 * `holds`, for a term of several words: the index is asked for the first three letters of each word, and for the last
 * where the words are few. What it finds is held against the whole term. Asked for all that is in the term it reads five
 * times as much (docs/performance.md).
 */
function holdsWords(term: string, areFew: boolean): string {
  // The collation of the index's column is the database's own, which may know no letters but ASCII's.
  const words = `regexp_replace(${term} COLLATE "und-x-icu", '[^[:alnum:]]+', '%', 'g')`;
  const [rest, kept] = areFew ? ['[[:alnum:]]*([[:alnum:]]{3})', '\\1%\\2'] : ['[[:alnum:]]+', '\\1'];
  const pieces = `regexp_replace(${words}, '([[:alnum:]]{3})${rest}', '${kept}', 'g')`;
  return `o.search_text LIKE '%' || (${pieces} COLLATE "default") || '%' AND strpos(o.search_text, ${term}) > 0`;
}
