import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The pattern of FAPI 1.0 part 1 §6.2.1-11 and of the published Directory. */
const interactionIdPattern = /^[a-zA-Z0-9][a-zA-Z0-9-]{0,99}$/;

export const interactionIdHeader = 'x-fapi-interaction-id';

/** Returns true for a value that is safe to return and to log. */
export function isInteractionId(value: string): boolean {
  return interactionIdPattern.test(value);
}

/**
 * Returns the interaction id of a request for response and log: the client's with its letter case, or a new RFC 4122 UUID
 * if it is absent or invalid. Node joins repeated headers with a comma, which is invalid too.
 */
export function settleInteractionId(request: Pick<IncomingMessage, 'headers'>): string {
  const received = request.headers[interactionIdHeader];
  return typeof received === 'string' && isInteractionId(received) ? received : randomUUID();
}
