import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** deadlock_detected and serialization_failure (PostgreSQL's manual, 13.2.3 and appendix A). */
const undoneCode = /^(40P01|40001)$/;
const mostAttempts = 5;
const firstPauseMs = 10;

/**
 * Does a task again that the server has undone because of what others did at the same time: a whole transaction, or a
 * statement that is one. Nothing of it was kept, so that it can't be done twice. Whatever else fails is not repeated:
 * where a connection breaks, nobody knows whether the commit was made.
 * @param withinMs after so long it is not begun again
 * @throws what the task threw last
 */
export async function againIfUndone<Result>(withinMs: number, task: () => Promise<Result>): Promise<Result> {
  const beganMs = performance.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await task();
    } catch (error) {
      const isLast = attempt === mostAttempts || performance.now() - beganMs >= withinMs;
      if (isLast || !isUndone(error)) throw error;
    }
    // Two that were in each other's way must not meet again.
    await sleep(firstPauseMs * 2 ** attempt * Math.random());
  }
}

/** True of a failure by which nothing of the transaction was kept, and which may well not happen again. */
export function isUndone(error: unknown): boolean {
  return error instanceof pg.DatabaseError && undoneCode.test(error.code ?? '');
}
