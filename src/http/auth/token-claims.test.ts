import { checkTimes, TokenRefused, type TokenTimes } from './token-claims.js';

describe('checkTimes', () => {
  const now = 1_700_000_000;
  beforeAll(() => {
    jest.useFakeTimers({ now: now * 1_000 });
  });
  afterAll(() => {
    jest.useRealTimers();
  });

  it.each<[string, TokenTimes]>([
    ['a token without times', {}],
    ['exp 1 s ahead', { exp: now + 1 }],
    ['nbf 10 s ahead', { nbf: now + 10 }],
    ['iat 10 s ahead', { iat: now + 10 }],
  ])('accepts %s', (_, times) => {
    expect(() => {
      checkTimes(times);
    }).not.toThrow();
  });

  it.each<[string, TokenTimes]>([
    ['exp at this moment', { exp: now }],
    ['exp in the past', { exp: now - 1 }],
    ['nbf 11 s ahead', { nbf: now + 11 }],
    ['iat 11 s ahead', { iat: now + 11, nbf: now - 60 }],
  ])('refuses %s', (_, times) => {
    expect(() => {
      checkTimes(times);
    }).toThrow(TokenRefused);
  });
});
