/** A receiver can't put the next attempt off for longer than a day. */
const maxSeconds = 86_400;

/**
 * Reads Retry-After (RFC 9110 §10.2.3), seconds or a date, into seconds from now; 0 without a valid value.
 * @param now milliseconds since 1970
 */
export function retryAfterSeconds(header: string | null, now: number): number {
  if (header === null) return 0;
  const seconds = /^\d{1,15}$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1_000;
  return Number.isNaN(seconds) ? 0 : Math.min(Math.max(seconds, 0), maxSeconds);
}
