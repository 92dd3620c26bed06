import type { Parameters } from '../parameters.js';
import { offsetOf, type PagePlan, type PageQuestion } from './page-plan.js';
import { rowsInOrder } from './page-rows.js';
import { conditions } from './plain-plan.js';
import { letterBit } from './search-letters.js';
import type { KnownTotal } from './search-totals.js';
import { orderOf, type Steps } from './sort-index.js';
import { directoryVersion } from './version-text.js';

/** A search that finds fewer is sorted as a whole; one that finds more comes by enough of them along any index. */
const fewMatches = 1_000;

/** True of the searches of all organisations, or of all Active ones. */
export function isSearch({ filter, visibility }: PageQuestion): boolean {
  return visibility.readsAll && filter.text !== null && filter.relatedTo === null;
}

/**
 * A search is begun with no more than a thousand matches. Where there are fewer, they are all: they are counted and
 * sorted, and nothing is searched twice. Where there are more, the term is a common one: all that match are counted,
 * unless they are known at this version, and the page is found along an index in the order that was asked for.
 */
export function searchPlan(
  question: PageQuestion,
  parameters: Parameters,
  known: KnownTotal | null,
  most = fewMatches,
): PagePlan | null {
  const [leading, ...others] = question.order;
  if (leading === undefined || !isSearch(question)) return null;
  const steps: Steps = [leading, ...others];
  const where = conditions(question, parameters);
  const stretch = `LIMIT ${parameters.add(question.page.size)} OFFSET ${parameters.add(offsetOf(question))}`;
  const isCommon = `(SELECT count(*) FROM few) = ${most}`;
  const counted = `(SELECT count(*) FROM directory.organisation o WHERE ${countedWhere(question, where, parameters)})`;
  return {
    shared: `few AS MATERIALIZED (SELECT o.organisation_id FROM directory.organisation o WHERE ${where} LIMIT ${most})`,
    rows: rowsInOrder(
      steps,
      `(SELECT o.organisation_id FROM few CROSS JOIN LATERAL (
          SELECT * FROM directory.organisation WHERE organisation_id = few.organisation_id OFFSET 0) o
        WHERE NOT ${isCommon} ORDER BY ${orderOf(steps, false)} ${stretch})
      UNION ALL
      (SELECT o.organisation_id FROM directory.organisation o
        WHERE ${isCommon} AND ${where} ORDER BY ${orderOf(steps, false)} ${stretch})`,
    ),
    total: `CASE WHEN ${isCommon} THEN ${unlessKnown(counted, known, parameters)} ELSE (SELECT count(*) FROM few) END`,
  };
}

/** The same organisations, in words that an index of a few megabytes answers where the term is a single letter. */
function countedWhere(question: PageQuestion, where: string, parameters: Parameters): string {
  const letter = letterBit(question.filter.text ?? '');
  if (letter === null) return where;
  const others = conditions({ ...question, filter: { ...question.filter, text: null } }, parameters);
  return `${others} AND o.search_letters & ${parameters.add(letter)}::bigint <> 0`;
}

function unlessKnown(counted: string, known: KnownTotal | null, parameters: Parameters): string {
  if (known === null) return counted;
  const isOfThisVersion = `${directoryVersion} = ${parameters.add(known.version)}`;
  return `CASE WHEN ${isOfThisVersion} THEN ${parameters.add(known.total)}::bigint ELSE ${counted} END`;
}
