import countries from 'i18n-iso-countries';
import { countryCodeFor, isCountryCode } from './countries.js';

describe('countries', () => {
  it.each(['GB', 'BR', 'DE', 'XK'])('include the code %s', (code) => {
    expect(isCountryCode(code)).toBe(true);
  });

  it.each(['gb', 'xk', 'UK', 'GBR', 'Brasil', '', 'toString', '__proto__'])(
    'do not include the code %j',
    (text) => {
      expect(isCountryCode(text)).toBe(false);
    },
  );

  it.each([
    ['gb', 'GB'],
    ['GBR', 'GB'],
    ['UK', 'GB'],
    ['us', 'US'],
    ['xk', 'XK'],
    ['Kosovo', 'XK'],
    ['U.S.A.', 'US'],
    ['U.S. of A.', null],
    ['Viet Nam', 'VN'],
    ['Holy See (the)', 'VA'],
    ['Iran (Islamic Republic of)', 'IR'],
    ['Bolivia (Plurinational State of)', 'BO'],
    ['Venezuela (Bolivarian Republic of)', 'VE'],
    ['Korea (the Republic of)', 'KR'],
    ["Korea (the Democratic People's Republic of)", 'KP'],
    ['Congo (the)', 'CG'],
    ['Congo (the Democratic Republic of the)', 'CD'],
    ['Tanzania, the United Republic of', 'TZ'],
    ['Micronesia (Federated States of)', 'FM'],
    ['Moldova (the Republic of)', 'MD'],
    ['Palestine, State of', 'PS'],
    ['Lao People’s Democratic Republic (the)', 'LA'],
    ['Netherlands (Kingdom of the)', 'NL'],
    ['United Kingdom of Great Britain and Northern Ireland (the)', 'GB'],
    ['United States of America (the)', 'US'],
    ['Virgin Islands (British)', 'VG'],
    ['Virgin Islands (U.S.)', 'VI'],
    ['Falkland Islands (the) [Malvinas]', 'FK'],
    ['Côte d’Ivoire', 'CI'],
    ['Cabo Verde', 'CV'],
    ['Timor-Leste', 'TL'],
    ['Guinea-Bissau', 'GW'],
    ['Guinea', 'GN'],
    ['Federal Republic of Germany', 'DE'],
    ['Republic of Ireland', 'IE'],
    ['Dominican Republic', 'DO'],
    ['Dominica', 'DM'],
    ['中国', 'CN'],
    ['한국', 'KR'],
    ['भारत', 'IN'],
    ['Россия', 'RU'],
    ['Magyarország', 'HU'],
    ['Hrvatska', 'HR'],
    ['Việt Nam', 'VN'],
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

  it('advises only codes that bring no warning themselves', () => {
    const codes = Object.keys(countries.getAlpha2Codes());
    const names = new Intl.DisplayNames('en', { type: 'region' });
    const advised = codes.map((code) => [
      code,
      countryCodeFor(names.of(code) ?? ''),
      countryCodeFor(code.toLowerCase()),
    ]);
    for (const [code, ...found] of advised) expect([code, ...found]).toEqual([code, code, code]);
  });
});
