import { isNarrowed } from '../organisation-visibility.js';
import type { ListScope } from './page-plan.js';

/** True of the lists that the count buckets count: all organisations, and all Active ones. */
export function isCountedByBuckets({ filter, visibility }: ListScope): boolean {
  return visibility.readsAll && filter.relatedTo === null && !isNarrowed(filter);
}

/** The column of the count buckets that counts such a list. */
export function bucketColumn({ filter }: ListScope): 'active' | 'total' {
  return filter.onlyActive ? 'active' : 'total';
}

/** The exact number of organisations on such a list: an expression of type bigint. */
export function bucketTotal(request: ListScope): string {
  return `(SELECT sum(${bucketColumn(request)}) FROM directory.organisation_count_bucket)`;
}

/** True of the rows `o` on such a list. */
export function countedRows({ filter }: ListScope): string {
  return filter.onlyActive ? `o.status = 'Active'` : 'true';
}
