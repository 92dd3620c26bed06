import { WindowCounts } from './window-counts.js';

describe('WindowCounts', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    // The fake monotonic clock begins at 0, which the cache reads as no time.
    jest.advanceTimersByTime(1);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('begins a window of 60 s with the first request of a key, and another after its end', () => {
    const counts = new WindowCounts(2);
    expect(counts.count('a')).toEqual({ requests: 1, msLeft: 60_000 });
    jest.advanceTimersByTime(59_999);
    expect(counts.count('a')).toEqual({ requests: 2, msLeft: 1 });
    jest.advanceTimersByTime(2);
    expect(counts.count('a')).toEqual({ requests: 1, msLeft: 60_000 });
  });

  it('forgets the key without requests for the longest time when there is one too many', () => {
    const counts = new WindowCounts(2);
    for (const key of ['a', 'b', 'a', 'c']) counts.count(key);
    expect(['a', 'c', 'b'].map((key) => counts.count(key).requests)).toEqual([3, 2, 1]);
  });
});
