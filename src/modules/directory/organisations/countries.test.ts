import { countryCodeFor, isCountryCode } from './countries.js';

describe('countries', () => {
  it.each(['GB', 'BR', 'DE'])('include the code %s', (code) => {
    expect(isCountryCode(code)).toBe(true);
  });

  it.each(['gb', 'XK', 'UK', 'GBR', 'Brasil', '', 'toString', '__proto__'])(
    'do not include the code %j',
    (text) => {
      expect(isCountryCode(text)).toBe(false);
    },
  );

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
  ])('match %j to %j', (text, code) => {
    expect(countryCodeFor(text)).toBe(code);
  });
});
