import type { HistoryOwner } from '../history/history.repository.js';

/** The columns of an entry `h` of one owner's history, named as in `OwnedEntry`. */
export function entryColumns(owner: HistoryOwner): string {
  return `'${owner}' AS owner, h.${owner}_id AS "ownerId", h.revision, h.at, h.client_id AS "clientId",
    h.user_email AS "userEmail", h.interaction_id AS "interactionId", h.operation, h.changes`;
}

/**
 * The position of an entry, or NULL. A subquery and not a join, so that the index is used however large the log is.
 * @param id SQL of the owner's id
 */
export function positionOf(owner: HistoryOwner, id: string, revision: string): string {
  return `(SELECT l.position FROM directory.change_log l WHERE l.${owner}_id = ${id} AND l.revision = ${revision})`;
}
