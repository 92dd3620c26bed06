import { organisationStatuses } from '../organisations/organisation.fields.js';
import { daysUpTo, fillMonths } from './periods.js';
import { daysOfChanges } from './statistics-limits.js';
import type { OrganisationStatisticsResponse } from './statistics.response.dto.js';

/** A group with the number of its members. */
type Counted = readonly [group: string, count: number];

/** Counts of one moment; a group without members is absent. */
export interface OrganisationCounts {
  readonly byStatus: readonly Counted[];
  /** The largest first, not more than `maxGroups` of statistics-limits.ts. */
  readonly byCountry: readonly Counted[];
  /** The largest first, not more than `maxGroups` of statistics-limits.ts. */
  readonly byFlag: readonly (readonly [id: string, name: string, value: string, count: number])[];
  /** `YYYY-MM`, in ascending order. */
  readonly byMonth: readonly Counted[];
  /** `YYYY-MM-DD`. */
  readonly changesByDay: readonly Counted[];
}

/** Longer gaps stay open: one organisation with a wrong CreatedOn must not fill the answer with thousands of months. */
const maxGapInMonths = 120;

/** @param today the present day, `YYYY-MM-DD` */
export function toStatisticsResponse(
  { byStatus, byCountry, byFlag, byMonth, changesByDay }: OrganisationCounts,
  today: string,
): OrganisationStatisticsResponse {
  const totalSize = sumOf(byStatus);
  const statuses = new Map(byStatus);
  const days = new Map(changesByDay);
  return {
    totalSize,
    byStatus: organisationStatuses.map((Status) => ({ Status, Count: statuses.get(Status) ?? 0 })),
    byCountry: [
      ...byCountry.map(([Country, Count]) => ({ Country, Count })),
      ...othersOf(totalSize - sumOf(byCountry)),
    ],
    byFlag: byFlag.map(([Id, Name, Value, Count]) => ({ Id, Name, Value, Count })),
    createdByMonth: createdByMonth(byMonth, today.slice(0, 7)),
    changesByDay: daysUpTo(today, daysOfChanges).map((Day) => ({ Day, Count: days.get(Day) ?? 0 })),
  };
}

function othersOf(count: number): { Country: null; Count: number }[] {
  return count === 0 ? [] : [{ Country: null, Count: count }];
}

/** From the first month to the present one, or to a later one with organisations; empty without organisations. */
function createdByMonth(
  byMonth: readonly Counted[],
  present: string,
): OrganisationStatisticsResponse['createdByMonth'] {
  if (byMonth.length === 0) return [];
  const counts = new Map(byMonth);
  const known = [...new Set([...counts.keys(), present])].sort();
  return fillMonths(known, maxGapInMonths).map((Month) => ({ Month, Count: counts.get(Month) ?? 0 }));
}

function sumOf(counts: readonly Counted[]): number {
  return counts.reduce((sum, [, count]) => sum + count, 0);
}
