import { entityTagOf, gzipTag, ifMatchHolds, ifNoneMatchNames } from './entity-tag.js';

const tag = '"abc"';

describe('entityTagOf', () => {
  it('is strong, in quotes, and the same for the same bytes', () => {
    expect(entityTagOf('{}')).toMatch(/^"[\w-]{27}"$/);
    expect(entityTagOf('{}')).toBe(entityTagOf('{}'));
  });

  it('differs where a byte does', () => {
    expect(entityTagOf('{}')).not.toBe(entityTagOf('{} '));
  });
});

describe('ifMatchHolds', () => {
  it.each(['"abc"', '*', ' * ', '"x", "abc"', '"x","abc"', 'W/"x", "abc"', '"abc-gzip"', '"", "abc"'])(
    'for %j',
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
  ])('not for %s', (_, header) => {
    expect(ifMatchHolds(header, tag)).toBe(false);
  });
});

describe('ifNoneMatchNames', () => {
  it.each(['"abc"', 'W/"abc"', '*', '"x", W/"abc"', '"abc-gzip"'])('the tag by %j', (header) => {
    expect(ifNoneMatchNames(header, tag)).toBe(true);
  });

  it.each(['"x"', 'abc', '', '"abcd"'])('another by %j', (header) => {
    expect(ifNoneMatchNames(header, tag)).toBe(false);
  });
});

describe('gzipTag', () => {
  it('gives the compressed form a tag of its own that still stands for the state', () => {
    expect(gzipTag(tag)).toBe('"abc-gzip"');
    expect(ifMatchHolds(gzipTag(tag), tag)).toBe(true);
  });
});
