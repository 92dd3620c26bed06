import type { HistoryEntry } from '../history/history-entry.js';
import type { HistoryOwner } from '../history/history.repository.js';

/** An entry of the history of one organisation or flag. */
export interface OwnedEntry extends HistoryEntry {
  readonly owner: HistoryOwner;
  /** OrganisationId or FlagId. */
  readonly ownerId: string;
}

/** An entry of the log. */
export interface LoggedEntry extends OwnedEntry {
  readonly position: number;
  /** SHA-256 in hexadecimal digits. */
  readonly hash: string;
}
