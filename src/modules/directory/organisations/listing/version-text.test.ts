import { hasReached } from './version-text.js';

describe('a version of the directory', () => {
  it.each([
    ['1 2 3', '1 2 3', true],
    ['1 3 3', '1 2 3', true],
    ['10 2 3', '9 2 3', true],
    ['1 2 2', '1 2 3', false],
    ['0 9 9', '1 2 3', false],
    ['1 2', '1 2 0', false],
    ['', '0 0 0', false],
  ])('"%s" has reached "%s": %s', (version, least, expected) => {
    expect(hasReached(version, least)).toBe(expected);
  });
});
