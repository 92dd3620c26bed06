import type { WebhookDelivery } from 'organisations-directory-client';

/** The directory keeps this many attempts; older ones are gone. */
const keptAttempts = 100;

/** One attempt, and the number of it among the attempts to send the same message. */
export interface Attempt {
  readonly delivery: WebhookDelivery;
  /** From 1. */
  readonly number: number;
  /** False if earlier attempts may be gone, so that the number is at least this. */
  readonly isExact: boolean;
  /** True for the newest attempt. Tests do not count: a test is sent once, between the others. */
  readonly isNewest: boolean;
}

/** Numbers the attempts of each message. @param deliveries newest first, as the API lists them */
export function attemptsOf(deliveries: readonly WebhookDelivery[]): readonly Attempt[] {
  const counts = new Map<string, number>();
  const oldest = deliveries.at(-1)?.MessageId;
  const mayLackSome = deliveries.length >= keptAttempts;
  const newest = deliveries.find(({ Type }) => Type !== 'webhook.test');
  return deliveries
    .toReversed()
    .map((delivery) => {
      const number = (counts.get(delivery.MessageId) ?? 0) + 1;
      counts.set(delivery.MessageId, number);
      const isExact = !(mayLackSome && delivery.MessageId === oldest);
      return { delivery, number, isExact, isNewest: delivery === newest };
    })
    .toReversed();
}

/** True if the receiver accepted the message. */
export function isAccepted({ Error }: Pick<WebhookDelivery, 'Error'>): boolean {
  return Error === null;
}
