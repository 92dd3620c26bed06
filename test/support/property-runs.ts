/**
 * Returns the seed and number of runs of a property test: 50 runs with a fixed seed, or 400 with a random one if
 * PROPERTY_TESTS is `random`. PROPERTY_SEED replays the seed that a failure names.
 */
export function propertyRuns(): { readonly seed: number; readonly numRuns: number } {
  const isRandom = process.env.PROPERTY_TESTS === 'random';
  const seed = process.env.PROPERTY_SEED ?? (isRandom ? Date.now() % 1_000_000 : 271_126);
  return { seed: Number(seed), numRuns: isRandom ? 400 : 50 };
}
