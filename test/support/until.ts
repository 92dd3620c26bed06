/** A safety net below jest's own timeout, so that a failure names what did not happen. No test may come near it. */
const limitMs = 100_000;
const pollMs = 20;

/** Asks repeatedly until there is an answer. @throws Error after 100 seconds */
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
