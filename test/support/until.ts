import type { Answer } from './answer.js';

/** Maximum time of a wait, below jest's own timeout, so that a failure names the condition. No test may come near it. */
const limitMs = 100_000;
const pollMs = 20;

/** Repeats a check until it returns a value. @throws Error after 100 seconds */
export async function until<Result>(
  what: string,
  ask: () => Promise<Result | null> | Result | null,
): Promise<Result> {
  const deadline = performance.now() + limitMs;
  while (performance.now() < deadline) {
    const answer = await ask();
    if (answer !== null) return answer;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  throw new Error(`waited in vain for ${what}`);
}

/** Sends a change again while its answer is 503: writers on a busy machine may lock each other out for over a second. */
export function untilAccepted(send: () => Promise<Answer>): Promise<Answer> {
  return until('an answer other than 503', async () => {
    const answer = await send();
    return answer.status === 503 ? null : answer;
  });
}
