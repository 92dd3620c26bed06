import type { HistoryEntry } from 'organisations-directory-client';
import { t } from '../language/language.ts';

/** Returns who made a change: the user if the caller may know them, else the client. */
export function authorOf({ By }: Pick<HistoryEntry, 'By'>): string {
  return By.UserEmail ?? t().history.client(By.ClientId);
}
