import { DpopReplayCache } from './dpop-replay-cache.js';

describe('DpopReplayCache', () => {
  const proof = (id: string, thumbprint = 'key') => ({ id, thumbprint });
  let cache: DpopReplayCache;
  beforeEach(() => {
    jest.useFakeTimers({ now: 1_700_000_000_000 });
    cache = new DpopReplayCache(80_000, { ofKey: 3, ofAllKeys: 5 });
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

  it('knows a proof without adding it', () => {
    expect([cache.has(proof('a')), cache.add(proof('a')), cache.has(proof('a'))]).toEqual([
      false,
      'new',
      true,
    ]);
  });

  it('keeps a proof when the system time jumps', () => {
    cache.add(proof('a'));
    jest.setSystemTime(Date.now() + 3_600_000);
    expect(cache.add(proof('a'))).toBe('replayed');
  });

  it('refuses the fourth proof of a key with room for three, and returns the seconds until there is room', () => {
    expect(['a', 'b', 'c'].map((id) => cache.add(proof(id)))).toEqual(['new', 'new', 'new']);
    jest.advanceTimersByTime(50_000);
    expect([cache.add(proof('d')), cache.add(proof('a')), cache.secondsUntilRotation]).toEqual([
      'full',
      'replayed',
      30,
    ]);
    jest.advanceTimersByTime(30_000);
    expect([cache.add(proof('d')), cache.add(proof('a'))]).toEqual(['new', 'replayed']);
  });

  it('accepts proofs of another key when one key is full, and drops no proof for them', () => {
    for (const id of ['a', 'b', 'c', 'd']) cache.add(proof(id));
    expect([cache.add(proof('a', 'other')), cache.add(proof('a'))]).toEqual(['new', 'replayed']);
  });

  it('refuses the sixth proof of all keys with room for five', () => {
    for (const id of ['a', 'b', 'c']) cache.add(proof(id));
    expect([cache.add(proof('a', 'other')), cache.add(proof('b', 'other'))]).toEqual(['new', 'new']);
    expect([cache.add(proof('a', 'third')), cache.add(proof('a', 'other'))]).toEqual(['full', 'replayed']);
  });
});
