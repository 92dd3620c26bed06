import type { OrganisationType } from '../organisation-types.js';

/** An organisation as lists need it. */
export interface OrganisationSummary {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly organisationType: OrganisationType | null;
  /** In the order in which they were set. */
  readonly domains: readonly string[];
  readonly countOfLiveServices: number;
}

/** Part of a list. */
export interface PageRequest {
  /** Counts from 1. */
  readonly number: number;
  readonly size: number;
}

/** A list or a part of it, with the number of all that there are. */
export interface SummaryList {
  readonly rows: readonly OrganisationSummary[];
  readonly total: number;
}
