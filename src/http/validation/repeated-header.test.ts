import { isRepeated } from './repeated-header.js';

describe('isRepeated', () => {
  it('ignores the letter case of names', () => {
    expect(isRepeated(['X-A', '1', 'x-a', '1'], 'x-a')).toBe(true);
  });

  it('ignores values', () => {
    expect(isRepeated(['x-a', 'x-a', 'x-b', 'x-a'], 'x-a')).toBe(false);
  });

  it('returns false for an absent header', () => {
    expect(isRepeated([], 'x-a')).toBe(false);
  });
});
