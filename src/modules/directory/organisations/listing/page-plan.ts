import type { PageRequest } from '../../pagination/page.js';
import type { SortStep } from '../../pagination/sort.js';
import type { OrganisationFilter, Visibility } from '../organisation-visibility.js';
import type { SortableProperty } from '../organisation.fields.js';
import { directoryVersion } from './version-text.js';

/** The organisations of a list, whatever their order and page. */
export interface ListScope {
  readonly filter: OrganisationFilter;
  readonly visibility: Visibility;
}

/** One page of a list of organisations, as a caller requests it. */
export interface ListRequest extends ListScope {
  readonly order: readonly SortStep<SortableProperty>[];
  readonly page: PageRequest;
}

/** Sizes that are read before the page's own statement. They may change which plan is used, never its result. */
export interface TableEstimate {
  /** Approximate number of organisations on the list. */
  readonly organisations: number;
}

/** The parts of a page's statement, in SQL. Values are placeholders of `Parameters`. */
export interface PagePlan {
  /** A common table expression, as it follows WITH, that `rows` and `total` both read. */
  readonly shared?: string;
  /** A SELECT of `organisation_id`, `version` of the row and `position`, the rank in the order. */
  readonly rows: string;
  /** An expression of type bigint: the exact number of organisations that match. */
  readonly total: string;
  /** True where PostgreSQL's generic plan suits all values, so the statement is prepared once. */
  readonly hasGenericPlan?: boolean;
}

/** The statement of a plan. Its one row holds the total, the version and the page's keys in order, from one snapshot. */
export function pageStatement({ shared, rows, total }: PagePlan): string {
  return `${shared === undefined ? '' : `WITH ${shared}`}
    SELECT ${total} AS "totalSize", ${directoryVersion} AS version,
    (SELECT json_agg(json_build_array(page.organisation_id, page.version) ORDER BY page.position) FROM (${rows}) page) AS keys`;
}

/** The statement of a plan for a cursor: the total and one key in each row; one row without a key for an empty page. */
export function keysStatement({ shared, rows, total }: PagePlan): string {
  return `${shared === undefined ? '' : `WITH ${shared}`}
    SELECT counted.total AS "totalSize", page.organisation_id AS "organisationId"
    FROM (SELECT ${total} AS total) counted LEFT JOIN (${rows}) page ON true ORDER BY page.position`;
}

/** Number of rows before the page. */
export function offsetOf({ page }: ListRequest): number {
  return page.number * page.size;
}

/** True where the order is the default one, CreatedOn ascending. */
export function isDefaultOrder({ order }: ListRequest): boolean {
  const [step] = order;
  return order.length === 1 && step?.field.property === 'createdOn' && step.direction === 'ASC';
}
