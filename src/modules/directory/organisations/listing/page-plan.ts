import type { PageRequest } from '../../pagination/page.js';
import type { SortStep } from '../../pagination/sort.js';
import type { OrganisationFilter, Visibility } from '../organisation-visibility.js';
import type { SortableProperty } from '../organisation.fields.js';

/** Which page of which list. */
export interface PageQuestion {
  readonly filter: OrganisationFilter;
  readonly visibility: Visibility;
  readonly order: readonly SortStep<SortableProperty>[];
  readonly page: PageRequest;
}

/** What was true of the database a moment ago. It may decide how a page is found, never what is found. */
export interface Outlook {
  /** How many organisations there were, about. */
  readonly organisations: number;
}

/**
 * How a page is found: two pieces of SQL that become parts of one statement, so that page and total are of one
 * snapshot. Values come in through `Parameters`.
 */
export interface PagePlan {
  /** A query with a name, as after WITH, that rows and total both use. */
  readonly shared?: string;
  /** A SELECT of `organisation_id`, `revision` and `position`, by which the rows are ordered. */
  readonly rows: string;
  /** An expression of type bigint: how many organisations match, exactly. */
  readonly total: string;
  /** True where one plan of PostgreSQL's does for all values, so that it may keep it. */
  readonly isOnePlan?: boolean;
}

/** How many rows lie before the page. */
export function offsetOf({ page }: PageQuestion): number {
  return page.number * page.size;
}

/** True where the list is asked for in the order that it has when none is named. */
export function isDefaultOrder({ order }: PageQuestion): boolean {
  const [step] = order;
  return order.length === 1 && step?.field.property === 'createdOn' && step.direction === 'ASC';
}
