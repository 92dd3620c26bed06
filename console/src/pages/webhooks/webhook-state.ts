import type { Webhook } from 'organisations-directory-client';

/** The state of a webhook in one word: its Status, and whether attempts fail. */
export type WebhookState = 'Pending' | 'VerificationFails' | 'Active' | 'Failing' | 'Paused' | 'Disabled';

export function stateOf({ Status, FailingSince }: Pick<Webhook, 'Status' | 'FailingSince'>): WebhookState {
  if (FailingSince === null) return Status;
  if (Status === 'Active') return 'Failing';
  return Status === 'Pending' ? 'VerificationFails' : Status;
}

/** True if the directory sends to the webhook, or tries to. */
export function isRunning({ Status }: Pick<Webhook, 'Status'>): boolean {
  return Status === 'Active' || Status === 'Pending';
}

/** Returns when the next attempt is due; null if none is waited for. */
export function nextAttemptOf(
  webhook: Pick<Webhook, 'Status' | 'FailingSince' | 'NextAttemptAt'>,
): string | null {
  return isRunning(webhook) && webhook.FailingSince !== null ? webhook.NextAttemptAt : null;
}

/** Returns the position of a place of the log, `<Log>.<Position>`. */
export function positionOf(place: string): number {
  return Number(place.slice(place.lastIndexOf('.') + 1));
}
