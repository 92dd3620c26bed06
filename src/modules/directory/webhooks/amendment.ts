import { randomBytes } from 'node:crypto';
import type { Caller } from '../auth/caller.js';
import type { WebhookPatchRequest } from './webhook.dto.js';
import { storedReader } from './webhook-reader.js';
import type { Webhook } from './webhook.fields.js';
import type { WebhookStatus } from './webhook.values.js';
import type { WebhookAmendment, WebhookFields } from './webhooks.repository.js';

/** Returns a text that only the receiver of a verification knows. */
export function newChallenge(): string {
  return randomBytes(24).toString('base64url');
}

/** Returns the change that a merge patch asks for; null if it changes nothing. */
export function amendmentOf(
  webhook: Webhook,
  patch: WebhookPatchRequest,
  caller: Caller,
): WebhookAmendment | null {
  const fields = patchedFields(webhook, patch);
  const hasNewUrl = fields.url !== webhook.url;
  const status = statusAfter(webhook.status, patch, hasNewUrl);
  const hasNewFilter =
    !isSame(fields.organisationIds, webhook.organisationIds) ||
    !isSame(fields.operations, webhook.operations);
  const restarts = hasNewUrl || status !== webhook.status;
  if (!restarts && !hasNewFilter && fields.description === webhook.description) return null;
  return {
    ...fields,
    status,
    statusReason: status === webhook.status ? webhook.statusReason : null,
    // An operator who changes the webhook of a client must not give it an operator's rights.
    reader: caller.clientId === webhook.clientId ? storedReader(caller) : null,
    newChallenge: restarts ? newChallenge() : null,
    dropsBatch: hasNewFilter,
  };
}

function patchedFields(webhook: Webhook, patch: WebhookPatchRequest): WebhookFields {
  const { Description } = patch;
  return {
    url: patch.Url ?? webhook.url,
    description: Description === undefined ? webhook.description : Description === '' ? null : Description,
    organisationIds: patch.OrganisationIds === undefined ? webhook.organisationIds : patch.OrganisationIds,
    operations: patch.Operations === undefined ? webhook.operations : patch.Operations,
  };
}

/** Another Url, and starting again, need a verification. */
function statusAfter(
  status: WebhookStatus,
  { Status }: WebhookPatchRequest,
  hasNewUrl: boolean,
): WebhookStatus {
  if (Status === 'Paused') return 'Paused';
  if (hasNewUrl) return 'Pending';
  return Status === 'Active' && status !== 'Active' ? 'Pending' : status;
}

function isSame(one: readonly string[] | null, other: readonly string[] | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
