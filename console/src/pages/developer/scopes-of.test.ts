import { scopesOf } from './scopes-of.ts';

test.each([
  ['openid  directory:website', ['openid', 'directory:website']],
  [
    ['openid', 'directory:website'],
    ['openid', 'directory:website'],
  ],
  ['', []],
  [undefined, []],
  [7, []],
])('the scopes of %j are %j', (claim, scopes) => {
  expect(scopesOf(claim)).toEqual(scopes);
});
