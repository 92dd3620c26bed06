import { countryCodeFor, isCountryCode } from './countries.js';

describe('countries', () => {
  it.each(['GB', 'BR', 'DE'])('%s is a code', (code) => {
    expect(isCountryCode(code)).toBe(true);
  });

  it.each(['gb', 'XK', 'UK', 'GBR', 'Brasil', '', 'toString', '__proto__'])('%j is no code', (text) => {
    expect(isCountryCode(text)).toBe(false);
  });

  it.each([
    ['gb', 'GB'],
    ['GBR', 'GB'],
    ['UK', 'GB'],
    ['U.S. of A.', null],
    ['Brazil', 'BR'],
    ['BRASIL', 'BR'],
    ['Deutschland', 'DE'],
    ['España', 'ES'],
    ['Espana', 'ES'],
    ['Türkiye', 'TR'],
    ['日本', 'JP'],
    ['Österreich', 'AT'],
    ['Atlantis', null],
    ['', null],
  ])('%j means %j', (text, code) => {
    expect(countryCodeFor(text)).toBe(code);
  });
});
