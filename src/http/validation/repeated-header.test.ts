import { isRepeated } from './repeated-header.js';

describe('isRepeated', () => {
  it('counts names in any case', () => {
    expect(isRepeated(['X-A', '1', 'x-a', '1'], 'x-a')).toBe(true);
  });

  it('does not take a value for a name', () => {
    expect(isRepeated(['x-a', 'x-a', 'x-b', 'x-a'], 'x-a')).toBe(false);
  });

  it('fails for a header that is not there', () => {
    expect(isRepeated([], 'x-a')).toBe(false);
  });
});
