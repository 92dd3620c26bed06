import { setTimeout as sleep } from 'node:timers/promises';
import { SerializationFailure } from './database-errors.js';

const maxAttempts = 5;
const firstPauseMs = 10;

/**
 * Runs a transaction, or a statement that is one, again when the server rolled it back because of concurrent ones.
 * Other failures are not retried: after a broken connection nobody knows whether the commit was made.
 * @param withinMs no attempt begins later than this after the first
 * @throws the error of the last attempt
 */
export async function retryOnSerializationFailure<Result>(
  withinMs: number,
  task: () => Promise<Result>,
): Promise<Result> {
  const beganMs = performance.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await task();
    } catch (error) {
      const isLast = attempt === maxAttempts || performance.now() - beganMs >= withinMs;
      if (isLast || !isRetryable(error)) throw error;
    }
    // Random, so that two transactions that blocked each other do not meet again.
    await sleep(firstPauseMs * 2 ** attempt * Math.random());
  }
}

/** True if the transaction was rolled back as a whole and may succeed when it is run again. */
export function isRetryable(error: unknown): boolean {
  return error instanceof SerializationFailure;
}
