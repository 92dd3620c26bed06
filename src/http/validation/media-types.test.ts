import { acceptsJson, isJson, isWellFormedMediaType } from './media-types.js';

describe('acceptsJson', () => {
  it.each([
    ['the header is absent', undefined],
    ['the header is blank', '  '],
    ['JSON is named', 'application/json'],
    ['a wildcard covers JSON', '*/*'],
    ['a wildcard of its type covers JSON, in any case', 'Application/*'],
    ['the charset is UTF-8', 'application/json; charset="UTF-8"'],
    ['one of several ranges matches', 'text/html, application/json;q=0.1'],
    ['the charset is excluded, but a wildcard is not', 'application/json;charset=latin1, */*'],
    ['a wildcard excludes JSON but a more specific range accepts it', '*/*;q=0, application/json'],
    ['the quality follows the charset', 'application/json;charset=utf-8;q=0.2'],
    ['the charset is utf8', 'application/json;charset=utf8'],
    ['the charset is utf8 in quotes and upper case', 'application/json; charset="UTF8"'],
    ['the charset has an escaped character in its quotes', 'application/json;charset="utf\\-8"'],
    ['there is a parameter of another kind', 'application/json;v=1'],
    ['parameters surround the charset', 'application/json;v=1;charset=utf-8;odata.metadata=minimal'],
    ['a parameter in quotes has separators', 'application/json;profile="a,b;q=0"'],
    ['a wildcard has a parameter', '*/*;level=1;q=0.1'],
    ['an old Java client writes a star alone', 'text/html, image/gif, *; q=.2'],
  ])('accepts JSON if %s', (_, accept) => {
    expect(acceptsJson(accept)).toBe(true);
  });

  it.each([
    ['only other types are named', 'text/html, image/*'],
    ['only a structured suffix matches', 'application/*+json'],
    ['the quality is 0', 'application/json;q=0'],
    ['the quality is 0 in a longer form', 'application/json; Q=0.000'],
    ['a wildcard accepts JSON but a more specific range excludes it', 'application/json;q=0, */*'],
    ['the quality is no number', 'application/json;q=high'],
    ['the quality is over 1', 'application/json;q=2'],
    ['the charset is another', 'application/json;charset=utf-16'],
    ['the charset is another behind a parameter of another kind', 'application/json;v=1;charset=latin1'],
    ['the charset is a longer name', 'application/json;charset=utf-8x'],
    ['the quality is 0 behind a parameter of another kind', 'application/json;v=1;q=0'],
    ['JSON is named only inside a quoted parameter', 'text/html;profile="x, application/json"'],
    ['the type is longer', 'application/json5'],
  ])('rejects JSON if %s', (_, accept) => {
    expect(acceptsJson(accept)).toBe(false);
  });
});

describe('isJson', () => {
  it.each([
    'application/json',
    'APPLICATION/JSON',
    ' application/json ; charset=utf-8 ',
    'application/json;charset="UTF-8";',
    'application/json; charset=utf8',
    'application/json;charset="Utf8"',
    'application/json;v=1',
    'application/json; odata.metadata=minimal; charset=utf-8',
    'application/json;profile="a;charset=latin1"',
  ])('returns true for %j', (contentType) => {
    expect(isJson(contentType)).toBe(true);
  });

  it.each([
    undefined,
    '',
    'text/json',
    'application/json5',
    'application/problem+json',
    'application/json;charset=latin1',
    'application/json;charset="utf-8',
    'application/json;charset=utf-8;charset=latin1',
    'application/json;v=1;charset=latin1',
    'application/json;charset=',
    'application/json;charset',
    'application/json, text/html',
  ])('returns false for %j', (contentType) => {
    expect(isJson(contentType)).toBe(false);
  });
});

describe('isWellFormedMediaType', () => {
  it.each([
    ['application/json', true],
    ['text/plain; charset=x', true],
    ['', false],
    ['json', false],
    ['/json', false],
    ['a b/c', false],
    [';', false],
  ])('returns for %j: %s', (contentType, expected) => {
    expect(isWellFormedMediaType(contentType)).toBe(expected);
  });
});
