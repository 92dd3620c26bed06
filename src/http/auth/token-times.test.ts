import { TokenRefused } from './token-claims.js';
import { checkTimes, type TokenTimes } from './token-times.js';

describe('checkTimes', () => {
  const now = 1_700_000_000;
  beforeAll(() => {
    jest.useFakeTimers({ now: now * 1_000 });
  });
  afterAll(() => {
    jest.useRealTimers();
  });

  it.each<[string, TokenTimes]>([
    ['no times at all', {}],
    ['an end a second ahead', { exp: now + 1 }],
    ['a beginning 10 s ahead', { nbf: now + 10 }],
    ['an issue 10 s ahead', { iat: now + 10 }],
  ])('passes %s', (_, times) => {
    expect(() => {
      checkTimes(times);
    }).not.toThrow();
  });

  it.each<[string, TokenTimes]>([
    ['an end at this moment', { exp: now }],
    ['an end in the past', { exp: now - 1 }],
    ['a beginning 11 s ahead', { nbf: now + 11 }],
    ['an issue 11 s ahead', { iat: now + 11, nbf: now - 60 }],
  ])('refuses %s', (_, times) => {
    expect(() => {
      checkTimes(times);
    }).toThrow(TokenRefused);
  });
});
