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
