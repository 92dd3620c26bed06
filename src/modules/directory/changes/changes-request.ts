import type { NamedPlace } from './place.js';

/** The part of the log that a reader asks for. */
export interface ChangesRequest {
  readonly after: NamedPlace;
  /** Max entries of the log that are looked at, hidden ones included. */
  readonly limit: number;
  /** The parameter or header that holds `after`, for error sentences. */
  readonly afterName?: string;
}
