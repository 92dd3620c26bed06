/** Moves the clock, and nothing but the clock: it stands still from then on. To be undone with `jest.useRealTimers()`. */
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
