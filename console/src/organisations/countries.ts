import { countryCodes } from 'virtual:countries';
import type { CountryList } from '../../../src/modules/directory/organisations/value-warnings.ts';
import { country } from '../language/format.ts';
import { locale } from '../language/locale.ts';

const codes = new Set(countryCodes);

/** Returns all countries by their names in the language of the page. */
export function countriesByName(): { readonly code: string; readonly name: string }[] {
  return countryCodes
    .map((code) => ({ code, name: country(code) }))
    .sort((one, other) => one.name.localeCompare(other.name, locale.value));
}

/** The countries that the service takes, with the names that the browser knows. */
export const countries: CountryList = {
  isCode: (text) => codes.has(text),
  codeFor(text) {
    const upper = text.toUpperCase();
    if (codes.has(upper)) return upper;
    return countryCodes.find((code) => namesOf(code).includes(text.toLowerCase())) ?? null;
  },
};

const englishNames = new Intl.DisplayNames(['en'], { type: 'region' });

/** In English and in the language of the page, in lower case. */
function namesOf(code: string): string[] {
  return [country(code), englishNames.of(code) ?? code].map((name) => name.toLowerCase());
}
