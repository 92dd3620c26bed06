import type { ChangeResponse } from '../../changes/changes.response.dto.js';
import type { ChangesService } from '../../changes/changes.service.js';
import type { ClaimedWebhook } from './claimed-webhook.js';

/** Changes of one message. */
const maxChanges = 100;
/** Positions that are read at once to find the few that a filter lets through. */
const maxPositions = 1_000;

/** The changes of a message; empty if everything up to `end` is hidden or filtered. */
export interface Batch {
  readonly changes: readonly ChangeResponse[];
  /** The last position that is done with this batch. */
  readonly end: number;
}

/**
 * Reads what a receiver gets next, with the rights of its token and the present AccessLevel of each flag. A batch that was
 * sent before covers the same positions again.
 */
export async function nextBatch(log: ChangesService, webhook: ClaimedWebhook): Promise<Batch> {
  const { deliveredUpTo: position, batch, clientId, reader } = webhook;
  const hasFilter = webhook.organisationIds !== null || webhook.operations !== null;
  const limit = batch === null ? (hasFilter ? maxPositions : maxChanges) : batch.end - position;
  const after = { log: webhook.log, position };
  const page = await log.read({ after, limit }, { clientId, ...reader });
  const wanted = page.changes.filter((change) => isWanted(webhook, change));
  const changes = wanted.slice(0, maxChanges);
  const last = wanted.length > maxChanges ? changes.at(-1)?.Position : undefined;
  return { changes, end: last ?? page.next.position };
}

function isWanted({ organisationIds, operations }: ClaimedWebhook, change: ChangeResponse): boolean {
  if (operations !== null && !operations.some((operation) => operation === change.Operation)) return false;
  return organisationIds === null || organisationIds.some((id) => id === change.OrganisationId);
}
