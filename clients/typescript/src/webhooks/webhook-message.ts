import type { ChangeEntry } from '../changes/change-entry.js';

/** 1 to 100 changes in order. A repeated delivery has the same `webhook-id`. */
export interface ChangesMessage {
  readonly type: 'organisation.changes';
  readonly timestamp: string;
  readonly data: {
    readonly changes: readonly ChangeEntry[];
    /** The place after these changes, `<Log>.<Position>`. */
    readonly next: string;
  };
}

/** The first delivery. Answer 2xx with `{"challenge": …}` in JSON to prove that the Url is yours. */
export interface VerificationMessage {
  readonly type: 'webhook.verification';
  readonly timestamp: string;
  readonly data: { readonly challenge: string };
}

/** The delivery of `POST /webhooks/{WebhookId}/test`. */
export interface TestMessage {
  readonly type: 'webhook.test';
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The body of a delivery. */
export type WebhookMessage = ChangesMessage | VerificationMessage | TestMessage;
