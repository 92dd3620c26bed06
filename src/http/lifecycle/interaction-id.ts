import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** FAPI 1.0 part 1 §6.2.1-11 and the published Directory: what an interaction id must look like. */
const interactionIdPattern = /^[a-zA-Z0-9][a-zA-Z0-9-]{0,99}$/;

export const interactionIdHeader = 'x-fapi-interaction-id';

/** True for a value that may be played back and logged; anything else is untrusted text. */
export function isInteractionId(value: string): boolean {
  return interactionIdPattern.test(value);
}

/**
 * The id that a request is answered and logged under: the caller's, letter case kept, or a new RFC 4122 UUID
 * where there is none or it breaks the pattern. Node joins repeated headers with a comma, which breaks it too.
 */
export function settleInteractionId(request: Pick<IncomingMessage, 'headers'>): string {
  const received = request.headers[interactionIdHeader];
  return typeof received === 'string' && isInteractionId(received) ? received : randomUUID();
}
