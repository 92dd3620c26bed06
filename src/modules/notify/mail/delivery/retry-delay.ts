/** As many attempts as take about four hours, as long as the peer tries. */
export const maxAttempts = 25;

const longestSeconds = 15 * 60;

/**
 * Seconds until a mail is tried again: 1 doubling to 900, and up to a quarter more, so that what failed together does
 * not come back together.
 * @param attempts that failed so far, 1 or more
 * @param random from 0 up to 1
 */
export function retryDelaySeconds(attempts: number, random = Math.random()): number {
  return Math.min(2 ** (attempts - 1), longestSeconds) * (1 + random / 4);
}
