import type { HistoryEntryResponse } from './history.response.dto.js';
import type { FieldChange, HistoryEntry } from './history-entry.js';

/** The parts of a history that its reader may see. */
export interface HistoryView {
  /** True for operators and for the organisation's own administrators: they see who the users are. */
  readonly showsUsers: boolean;
  /** Flags above the reader's clearance. */
  readonly hiddenFlagIds: ReadonlySet<string>;
}

/** For a reader from whom nothing is hidden. */
export const completeView: HistoryView = { showsUsers: true, hiddenFlagIds: new Set() };

/** An entry as it leaves, without what its reader may not learn; that can leave its changes empty. */
export function toHistoryEntryResponse(entry: HistoryEntry, view: HistoryView): HistoryEntryResponse {
  return {
    Revision: entry.revision,
    At: entry.at.toISOString(),
    By: { ClientId: entry.clientId, UserEmail: view.showsUsers ? entry.userEmail : null },
    InteractionId: entry.interactionId,
    Operation: entry.operation,
    Changes: entry.changes.flatMap((change) => visibleChange(change, view, isComplete(entry))),
  };
}

/** The ids of all flags that entries speak of. */
export function flagIdsIn(entries: readonly HistoryEntry[]): string[] {
  const changes = entries.flatMap((entry) => entry.changes).filter((change) => change.Field === 'Flags');
  return [...new Set(changes.flatMap(({ Old, New }) => [...textsIn(Old), ...textsIn(New)]))];
}

/** True of a creation that carries all fields, an empty list of flags included. Entries of earlier releases left it out. */
function isComplete({ changes }: HistoryEntry): boolean {
  return changes.some(({ Field, Old }) => Field === 'CreatedOn' && Old === null);
}

/** @param showsNoFlags an empty list of flags is shown, so that it can't be told from a list of hidden flags */
function visibleChange(
  { Field, Old, New }: FieldChange,
  view: HistoryView,
  showsNoFlags: boolean,
): FieldChange[] {
  if (Field === 'AdminUsers') return view.showsUsers ? [{ Field, Old, New }] : [];
  if (Field !== 'Flags') return [{ Field, Old, New }];
  const isShown = (flagId: string): boolean => !view.hiddenFlagIds.has(flagId);
  const before = textsIn(Old).filter(isShown);
  const after = textsIn(New).filter(isShown);
  const isSame = before.length === after.length && before.every((flagId, index) => flagId === after[index]);
  const isLeftOut = isSame && !(showsNoFlags && Old === null);
  return isLeftOut ? [] : [{ Field, Old: Old === null ? null : before, New: after }];
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
