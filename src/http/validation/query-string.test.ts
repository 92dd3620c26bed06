import { Invalid } from '../errors/problem.js';
import { parseQuery } from './query-string.js';

const parsed = (target: string): unknown => Object.fromEntries(parseQuery(target));

describe('parseQuery', () => {
  it.each([
    ['no query', '/a', {}],
    ['an empty query', '/a?', {}],
    ['one parameter', '/a?x=1', { x: ['1'] }],
    ['values in order of appearance', '/a?x=2&y=3&x=1', { x: ['2', '1'], y: ['3'] }],
    ['a parameter without value', '/a?x&y=', { x: [''], y: [''] }],
    ['empty pairs as nothing', '/a?&x=1&&', { x: ['1'] }],
    ['a value with an equals sign', '/a?x=1=2', { x: ['1=2'] }],
    ['a value with a question mark', '/a?x=?', { x: ['?'] }],
    ['a plus as a space', '/a?x=a+b%2Bc', { x: ['a b+c'] }],
    ['escapes in UTF-8', '/a?x=%C3%A9%F0%9F%8F%A6', { x: ['é🏦'] }],
    ['an escaped name', '/a?%78=1', { x: ['1'] }],
    ['a semicolon as a part of the value', '/a?x=1;y=2', { x: ['1;y=2'] }],
    ['names of object properties', '/a?constructor=1', { constructor: ['1'] }],
  ])('reads %s', (_, target, expected) => {
    expect(parsed(target)).toEqual(expected);
  });

  it('reads __proto__ as an ordinary name', () => {
    expect(parseQuery('/a?__proto__=1').get('__proto__')).toEqual(['1']);
  });

  it.each(['%', '%a', '%zz', '%ff', '%c3', '%ed%a0%80', '%c0%80'])(
    'rejects %s, which is not percent-encoded UTF-8',
    (text) => {
      expect(() => parseQuery(`/a?x=${text}`)).toThrow(Invalid);
      expect(() => parseQuery(`/a?${text}=x`)).toThrow(Invalid);
    },
  );
});
