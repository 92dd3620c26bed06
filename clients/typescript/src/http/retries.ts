import type { HttpSettings } from './options.js';
import { backOff, retryAfter, sleep } from './waiting.js';

const repeatable = new Set(['GET', 'HEAD']);

/**
 * Returns the milliseconds to wait before a request is repeated; null if it must not be repeated: another status than 429
 * and 503, too many attempts, or too long a wait. A change is repeated only if the answer has Retry-After: a proxy's 503
 * without it may hide that the change was made.
 */
export function pauseBefore(
  response: Response,
  method: string,
  attempt: number,
  settings: Pick<HttpSettings, 'maxAttempts' | 'maxWaitSeconds'>,
): number | null {
  if ((response.status !== 429 && response.status !== 503) || attempt >= settings.maxAttempts) return null;
  const asked = retryAfter(response.headers);
  if (asked === null) return repeatable.has(method) ? backOff(attempt) : null;
  return asked > settings.maxWaitSeconds * 1_000 ? null : asked;
}

/**
 * Sends until the answer is not to be repeated, and waits in between.
 * @param send is called for each attempt, and returns an answer whose body has been read
 */
export async function withRetries(
  send: () => Promise<Response>,
  method: string,
  settings: HttpSettings,
  signal: AbortSignal | undefined,
): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await send();
    const pause = pauseBefore(response, method, attempt, settings);
    if (pause === null) return response;
    await sleep(pause, signal);
  }
}
