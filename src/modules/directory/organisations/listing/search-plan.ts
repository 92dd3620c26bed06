import { isNarrowed } from '../organisation-visibility.js';
import type { Parameters } from '../parameters.js';
import { organisationOrder, rowsInOrder } from './organisation-order.js';
import { type ListRequest, offsetOf, type PagePlan } from './page-plan.js';
import { conditions } from './plain-plan.js';
import type { KnownTotal } from './search-totals.js';
import { directoryVersion } from './version-text.js';

/** A search with fewer matches is sorted whole. One with more is common enough to scan the table in the requested order. */
const maxSorted = 1_000;

/** True of a search by text, field or flag among all organisations, or all Active ones. */
export function isSearch({ filter, visibility }: ListRequest): boolean {
  return visibility.readsAll && filter.relatedTo === null && isNarrowed(filter);
}

/**
 * Reads up to a thousand matches first. If there are fewer, these are all: they are counted and sorted, and nothing is
 * searched twice. Otherwise the condition is a common one: all matches are counted, unless their number is known for this
 * version, and the page comes from a scan in the requested order.
 */
export function searchPlan(
  request: ListRequest,
  parameters: Parameters,
  known: KnownTotal | null,
  max = maxSorted,
): PagePlan | null {
  if (!isSearch(request)) return null;
  const where = conditions(request, parameters);
  const orderBy = organisationOrder(request.order);
  const pageWindow = `LIMIT ${parameters.add(request.page.size)} OFFSET ${parameters.add(offsetOf(request))}`;
  const isCommon = `(SELECT count(*) FROM few) = ${max}`;
  const counted = `(SELECT count(*) FROM directory.organisation o WHERE ${where})`;
  return {
    shared: `few AS MATERIALIZED (SELECT o.organisation_id FROM directory.organisation o WHERE ${where} LIMIT ${max})`,
    rows: rowsInOrder(
      request.order,
      `(SELECT o.organisation_id FROM few CROSS JOIN LATERAL (
          SELECT * FROM directory.organisation WHERE organisation_id = few.organisation_id OFFSET 0) o
        WHERE NOT ${isCommon} ORDER BY ${orderBy} ${pageWindow})
      UNION ALL
      (SELECT o.organisation_id FROM directory.organisation o
        WHERE ${isCommon} AND ${where} ORDER BY ${orderBy} ${pageWindow})`,
    ),
    total: `CASE WHEN ${isCommon} THEN ${unlessKnown(counted, known, parameters)} ELSE (SELECT count(*) FROM few) END`,
  };
}

function unlessKnown(counted: string, known: KnownTotal | null, parameters: Parameters): string {
  if (known === null) return counted;
  const isOfThisVersion = `${directoryVersion} = ${parameters.add(known.version)}`;
  return `CASE WHEN ${isOfThisVersion} THEN ${parameters.add(known.total)}::bigint ELSE ${counted} END`;
}
