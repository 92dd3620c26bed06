import { DpopReplayCache } from './dpop-replay-cache.js';

describe('DpopReplayCache', () => {
  const proof = (id: string, thumbprint = 'key') => ({ id, thumbprint });
  let cache: DpopReplayCache;
  beforeEach(() => {
    jest.useFakeTimers({ now: 1_700_000_000_000 });
    cache = new DpopReplayCache(80_000, 3);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('accepts a proof once', () => {
    expect([cache.add(proof('a')), cache.add(proof('a'))]).toEqual(['new', 'replayed']);
  });

  it('distinguishes keys, and ids that look like the end of a key', () => {
    expect([cache.add(proof('a')), cache.add(proof('a', 'other')), cache.add(proof('y.a', 'ke'))]).toEqual([
      'new',
      'new',
      'new',
    ]);
  });

  it('keeps a proof for its maximum lifetime, at any time of its arrival', () => {
    cache.add(proof('first'));
    jest.advanceTimersByTime(79_000);
    cache.add(proof('late'));
    expect(cache.add(proof('first'))).toBe('replayed');
    jest.advanceTimersByTime(79_999);
    expect(cache.add(proof('late'))).toBe('replayed');
  });

  it('drops a proof after two generations', () => {
    cache.add(proof('a'));
    jest.advanceTimersByTime(160_001);
    expect(cache.add(proof('a'))).toBe('new');
  });

  it('drops a proof after a long time without requests', () => {
    cache.add(proof('a'));
    jest.advanceTimersByTime(3_600_000);
    expect(cache.add(proof('a'))).toBe('new');
  });

  it('refuses proofs when it is full, and returns the seconds until there is room', () => {
    for (const id of ['a', 'b', 'c']) cache.add(proof(id));
    jest.advanceTimersByTime(50_000);
    expect([cache.add(proof('d')), cache.add(proof('a')), cache.secondsUntilRotation]).toEqual([
      'full',
      'replayed',
      30,
    ]);
    jest.advanceTimersByTime(30_000);
    expect([cache.add(proof('d')), cache.add(proof('a'))]).toEqual(['new', 'replayed']);
  });
});
