import { createHmac } from 'node:crypto';

/** The parts of a message that its signatures cover. */
interface SignedMessage {
  /** `webhook-id`. */
  readonly id: string;
  /** `webhook-timestamp`, seconds since 1970. */
  readonly timestamp: number;
  readonly body: string;
}

/**
 * Returns `webhook-signature`: one `v1` signature for each secret, separated by blanks (Standard Webhooks 1.0).
 * @param secrets the bytes behind `whsec_`
 */
export function signaturesOf({ id, timestamp, body }: SignedMessage, secrets: readonly Buffer[]): string {
  return secrets
    .map((secret) => {
      const digest = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
      return `v1,${digest}`;
    })
    .join(' ');
}
