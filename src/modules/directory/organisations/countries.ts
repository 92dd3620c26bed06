import countries from 'i18n-iso-countries';

/** Languages whose country names are understood: English, and those in which members of such directories write. */
const languages = [
  'en',
  'pt',
  'es',
  'de',
  'fr',
  'it',
  'nl',
  'sv',
  'da',
  'nb',
  'fi',
  'pl',
  'cs',
  'ro',
  'el',
  'tr',
  'ar',
  'ja',
];

/** Customary names that the lists of names lack. */
const customary: readonly [string, string][] = [
  ['UK', 'GB'],
  ['Great Britain', 'GB'],
  ['England', 'GB'],
  ['Scotland', 'GB'],
  ['Wales', 'GB'],
  ['Northern Ireland', 'GB'],
  ['USA', 'US'],
  ['UAE', 'AE'],
];

let codesByName: ReadonlyMap<string, string> | undefined;

/** True for an ISO 3166-1 alpha-2 code in capital letters. */
export function isCountryCode(text: string): boolean {
  // XK is widely used and not assigned: ISO 3166-1 leaves X? to whoever wants them.
  return text !== 'XK' && Object.hasOwn(countries.getAlpha2Codes(), text);
}

/** The alpha-2 code that a text means: a code in lower case, an alpha-3 code, or a name; null where nothing fits. */
export function countryCodeFor(text: string): string | null {
  const upper = text.trim().toUpperCase();
  if (isCountryCode(upper)) return upper;
  codesByName ??= namesOfAllLanguages();
  return codesByName.get(folded(text)) ?? countries.alpha3ToAlpha2(upper) ?? null;
}

function namesOfAllLanguages(): ReadonlyMap<string, string> {
  const listed = languages.flatMap((language) =>
    Object.entries(countries.getNames(language, { select: 'all' })).flatMap(([code, names]) =>
      names.map((name): [string, string] => [folded(name), code]),
    ),
  );
  // The last entry of a name counts: customary names first in rank, then the languages in their order.
  return new Map([
    ...listed.reverse(),
    ...customary.map(([name, code]): [string, string] => [folded(name), code]),
  ]);
}

function folded(name: string): string {
  return name.normalize('NFKD').replaceAll(/\p{M}/gu, '').trim().toLowerCase();
}
