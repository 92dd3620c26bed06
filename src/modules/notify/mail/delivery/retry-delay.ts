/** Max attempts, about four hours in total, as the peer has. */
export const maxAttempts = 25;

const longestSeconds = 15 * 60;

/**
 * Seconds until the next attempt: 1 doubling to 900, plus a random quarter at most, so that mails that failed together
 * are not retried together.
 * @param attempts that failed so far, 1 or more
 * @param random from 0 up to 1
 */
export function retryDelaySeconds(attempts: number, random = Math.random()): number {
  return Math.min(2 ** (attempts - 1), longestSeconds) * (1 + random / 4);
}
