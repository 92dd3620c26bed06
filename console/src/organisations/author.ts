import type { HistoryEntry } from 'organisations-directory-client';

/** Returns who made a change: the user if the caller may know them, else the client. */
export function authorOf({ By }: Pick<HistoryEntry, 'By'>): string {
  return By.UserEmail ?? By.ClientId;
}
