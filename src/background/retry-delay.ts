/** Seconds between attempts. */
export interface RetrySchedule {
  /** Seconds after the attempt of this number, from 1, that failed. */
  readonly secondsAfter: (attempts: number) => number;
  /** Maximum random addition, as a share, so that work that failed together is not retried together. */
  readonly jitter: number;
}

/** Returns a schedule of 1 second that doubles up to a maximum. */
export function doublingSchedule(longestSeconds: number, jitter: number): RetrySchedule {
  return { secondsAfter: (attempts) => Math.min(2 ** (attempts - 1), longestSeconds), jitter };
}

/** Returns a schedule of listed steps, whose last step repeats. */
export function steppedSchedule(steps: readonly [number, ...number[]], jitter: number): RetrySchedule {
  return { secondsAfter: (attempts) => steps[attempts - 1] ?? steps.at(-1) ?? steps[0], jitter };
}

/**
 * Returns the seconds until the next attempt.
 * @param attempts that failed so far, 1 or more
 * @param random from 0 up to 1
 */
export function retryDelaySeconds(
  { secondsAfter, jitter }: RetrySchedule,
  attempts: number,
  random = Math.random(),
): number {
  return secondsAfter(attempts) * (1 + random * jitter);
}
