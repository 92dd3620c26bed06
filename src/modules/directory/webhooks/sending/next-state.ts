import { retryDelaySeconds, steppedSchedule } from '../../../../background/retry-delay.js';
import type { WebhookStatus } from '../webhook.values.js';

const hour = 3_600;

/** 5 s, 30 s, 2 min, 10 min, 1 h, 2 h, 4 h, 8 h, then each 8 h; at most a tenth more. */
const webhookRetries = steppedSchedule([5, 30, 2 * 60, 10 * 60, hour, 2 * hour, 4 * hour, 8 * hour], 1 / 10);

/** Failing for this long disables a webhook. */
const maxFailingMs = 5 * 24 * hour * 1_000;

const failingForFiveDays = 'Every attempt failed for five days.';
const gone = 'The receiver answered 410.';

/** The part of a webhook that an attempt changes. */
export interface SendingState {
  readonly status: WebhookStatus;
  /** The reason of Paused or Disabled, if the service set it. */
  readonly statusReason: string | null;
  /** Attempts that failed since the last good one. */
  readonly attempts: number;
  /** The first of them; null without one. */
  readonly failingSince: Date | null;
  readonly nextAttemptAt: Date;
}

/** The result of an attempt. */
export interface AttemptResult {
  /** `delivered`: a 2xx, and for a verification the challenge too. `gone`: 410. */
  readonly outcome: 'delivered' | 'failed' | 'gone';
  /** The least delay that the receiver asked for; 0 without one. */
  readonly retryAfterSeconds: number;
}

/**
 * Returns the state after an attempt.
 * @param now the end of the attempt
 * @param random from 0 up to 1, for the jitter
 */
export function stateAfter(
  { outcome, retryAfterSeconds }: AttemptResult,
  state: SendingState,
  now: Date,
  random = Math.random(),
): SendingState {
  if (outcome === 'delivered')
    return { status: 'Active', statusReason: null, attempts: 0, failingSince: null, nextAttemptAt: now };
  const attempts = state.attempts + 1;
  const failingSince = state.failingSince ?? now;
  const endsAt = failingSince.getTime() + maxFailingMs;
  const failed = { ...state, attempts, failingSince, nextAttemptAt: now };
  if (outcome === 'gone') return { ...failed, status: 'Disabled', statusReason: gone };
  if (now.getTime() >= endsAt) return { ...failed, status: 'Disabled', statusReason: failingForFiveDays };
  const delay = Math.max(retryDelaySeconds(webhookRetries, attempts, random), retryAfterSeconds);
  // The last attempt is at the end of the five days, not up to eight hours after it.
  return { ...failed, nextAttemptAt: new Date(Math.min(now.getTime() + delay * 1_000, endsAt)) };
}
