import { entityTagOf, gzipTag, ifMatchHolds, ifNoneMatchNames } from './entity-tag.js';

const tag = '"abc"';

describe('entityTagOf', () => {
  it('returns a strong tag in quotes, the same for the same bytes', () => {
    expect(entityTagOf('{}')).toMatch(/^"[\w-]{27}"$/);
    expect(entityTagOf('{}')).toBe(entityTagOf('{}'));
  });

  it('returns another tag for other bytes', () => {
    expect(entityTagOf('{}')).not.toBe(entityTagOf('{} '));
  });
});

describe('ifMatchHolds', () => {
  it.each(['"abc"', '*', ' * ', '"x", "abc"', '"x","abc"', 'W/"x", "abc"', '"abc-gzip"', '"", "abc"'])(
    'returns true for %j',
    (header) => {
      expect(ifMatchHolds(header, tag)).toBe(true);
    },
  );

  it.each([
    ['another tag', '"x"'],
    ['a weak tag, since the comparison is strong', 'W/"abc"'],
    ['a tag in another case', '"ABC"'],
    ['no quotes', 'abc'],
    ['one quote', '"abc'],
    ['single quotes', "'abc'"],
    ['nothing', ''],
    ['a good tag in a malformed list', 'x, "abc"'],
    ['a list without commas', '"x" "abc"'],
    ['a star in a list', '"x", *'],
    ['a star in quotes', '"*"'],
    ['a weak mark in lower case', 'w/"abc", "abc"'],
  ])('returns false for %s', (_, header) => {
    expect(ifMatchHolds(header, tag)).toBe(false);
  });
});

describe('ifNoneMatchNames', () => {
  it.each(['"abc"', 'W/"abc"', '*', '"x", W/"abc"', '"abc-gzip"'])('returns true for %j', (header) => {
    expect(ifNoneMatchNames(header, tag)).toBe(true);
  });

  it.each(['"x"', 'abc', '', '"abcd"'])('returns false for %j', (header) => {
    expect(ifNoneMatchNames(header, tag)).toBe(false);
  });
});

describe('gzipTag', () => {
  it('returns another tag, which If-Match accepts for the same state', () => {
    expect(gzipTag(tag)).toBe('"abc-gzip"');
    expect(ifMatchHolds(gzipTag(tag), tag)).toBe(true);
  });
});
