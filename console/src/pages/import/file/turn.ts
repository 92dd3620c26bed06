/** Less than a frame of 60 a second. */
const turnMs = 12;

/**
 * Returns a function to call between pieces of long work: it resolves at once for a few milliseconds, and then after the
 * page has drawn and reacted.
 */
export function newTurn(): () => Promise<void> {
  let start = performance.now();
  return async () => {
    if (performance.now() - start < turnMs) return;
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    start = performance.now();
  };
}
