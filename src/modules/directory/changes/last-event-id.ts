import { Invalid } from '../../../http/errors/problem.js';
import { shortened } from '../../../http/errors/shortened.js';
import type { ChangesRequest } from './changes-request.js';
import { parsePlace } from './place.js';

/** The header with which a client resumes a stream of Server-Sent Events. */
export const lastEventIdHeader = 'Last-Event-ID';

/**
 * Returns the request from the place of the header on; an absent or empty header changes nothing.
 * @throws Invalid for a header that is no place
 */
export function resumedRequest(
  request: ChangesRequest,
  header: string | readonly string[] | undefined,
): ChangesRequest {
  const text = String(header ?? '');
  if (text === '') return request;
  const after = parsePlace(text);
  if (after === null) {
    throw new Invalid([
      `Last-Event-ID is ${JSON.stringify(shortened(text))}, which is no place in the log. Send the id of the last event, or none.`,
    ]);
  }
  return { ...request, after, afterName: 'Last-Event-ID' };
}
