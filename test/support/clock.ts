/** Advances the clock by seconds and stops it there; timers are not faked. Undo with `jest.useRealTimers()`. */
export function passSeconds(seconds: number): void {
  const now = Date.now();
  jest.useFakeTimers({
    now: now + seconds * 1_000,
    doNotFake: [
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
      'setTimeout',
      'clearTimeout',
    ],
  });
}

/** Advances the monotonic clock, `performance.now()`, by seconds and stops it there. Undo with `jest.restoreAllMocks()`. */
export function passMonotonicSeconds(seconds: number): void {
  // Differences of whole milliseconds are exact; a fraction can make 300 s one bit less.
  const now = Math.ceil(performance.now());
  jest.spyOn(performance, 'now').mockReturnValue(now + seconds * 1_000);
}
