import { completeView, type HistoryView, toHistoryEntryResponse } from '../history/history.mapper.js';
import type { ChangeResponse } from './changes.response.dto.js';
import type { LoggedEntry, OwnedEntry } from './logged-entry.js';

/** An entry without its place in the log: the part that its hash covers, if nothing is left out. */
export type ChangeContent = Omit<ChangeResponse, 'Position' | 'Hash'>;

/** Returns the whole entry, as an operator sees it. */
export function toWholeContent(entry: OwnedEntry): ChangeContent {
  return toContent(entry, completeView);
}

/** Returns an entry as its reader may see it, without Hash if something is left out; null if nothing is to be seen. */
export function toChangeResponse(entry: LoggedEntry, view: HistoryView): ChangeResponse | null {
  const content = toContent(entry, view);
  if (content.Changes.length === 0 && entry.changes.length > 0) return null;
  const isWhole = view === completeView || JSON.stringify(content) === JSON.stringify(toWholeContent(entry));
  return { Position: entry.position, ...content, ...(isWhole ? { Hash: entry.hash } : {}) };
}

function toContent(entry: OwnedEntry, view: HistoryView): ChangeContent {
  const owner = entry.owner === 'flag' ? { FlagId: entry.ownerId } : { OrganisationId: entry.ownerId };
  return { ...owner, ...toHistoryEntryResponse(entry, view) };
}
