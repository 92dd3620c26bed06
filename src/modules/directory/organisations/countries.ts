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

/** Short names of ISO 3166-1 and customary names that the lists of names lack, or give to two codes. */
const customary: readonly (readonly [code: string, ...names: string[]])[] = [
  ['AE', 'UAE', 'Emirates'],
  ['BN', 'Brunei'],
  ['BO', 'Bolivia (Plurinational State of)'],
  ['CD', 'Congo (the Democratic Republic of the)', 'DR Congo'],
  ['CG', 'Congo (the)'],
  ['CN', 'PRC'],
  ['CV', 'Cabo Verde'],
  ['GB', 'UK', 'Great Britain', 'England', 'Scotland', 'Wales', 'Northern Ireland'],
  ['GB', 'United Kingdom of Great Britain and Northern Ireland (the)'],
  ['IE', 'Éire', 'Eire'],
  ['KP', "Korea (the Democratic People's Republic of)"],
  ['KR', 'Korea', '한국'],
  ['LA', 'Laos'],
  ['MD', 'Moldova'],
  ['MK', 'Macedonia', 'The former Yugoslav Republic of Macedonia'],
  ['MM', 'Burma'],
  ['NL', 'Holland'],
  ['SA', 'KSA'],
  ['SH', 'Saint Helena, Ascension and Tristan da Cunha'],
  ['SY', 'Syria'],
  ['SZ', 'Swaziland'],
  ['TL', 'East Timor'],
  ['TW', 'Republic of China', '臺灣', '台湾'],
  ['US', 'USA'],
  ['VA', 'Holy See', 'Vatican', 'Vatican City'],
  ['VE', 'Venezuela (Bolivarian Republic of)'],
  ['VN', 'Viet Nam'],
];

/** The form of government before a short name, as in `Federal Republic of Germany`. */
const government =
  /^(the )?(federal |federative |arab |islamic |united )?(republic|kingdom|state|sultanate|principality|commonwealth|grand duchy) of (the )?/;

let codesByName: ReadonlyMap<string, string> | undefined;

/** True for an ISO 3166-1 alpha-2 code in capital letters, and for XK, user-assigned and widely used for Kosovo. */
export function isCountryCode(text: string): boolean {
  return Object.hasOwn(countries.getAlpha2Codes(), text);
}

/**
 * Returns the alpha-2 code that a text means: a code in lower case, an alpha-3 code, or a name in English or in a language
 * of the country. Null where nothing fits.
 */
export function countryCodeFor(text: string): string | null {
  const upper = text.trim().toUpperCase();
  if (isCountryCode(upper)) return upper;
  codesByName ??= namesOfAllLanguages();
  const name = folded(text);
  return (
    codesByName.get(keyOf(name)) ??
    countries.alpha3ToAlpha2(upper) ??
    codesByName.get(keyOf(name.replace(government, ''))) ??
    null
  );
}

function namesOfAllLanguages(): ReadonlyMap<string, string> {
  const listed = languages.flatMap((language) =>
    Object.entries(countries.getNames(language, { select: 'all' })).flatMap(([code, names]) =>
      names.map((name): [string, string] => [keyOf(folded(name)), code]),
    ),
  );
  // The last entry of a name counts: customary names first in rank, then the languages in their order.
  return new Map([
    ...ownNames(),
    ...listed.reverse(),
    ...customary.flatMap(([code, ...names]) =>
      names.map((name): [string, string] => [keyOf(folded(name)), code]),
    ),
  ]);
}

/** The names of countries in English and in the language that most of their people speak, from the Unicode CLDR. */
function ownNames(): [string, string][] {
  return Object.keys(countries.getAlpha2Codes()).flatMap((code) => {
    const { language, script } = new Intl.Locale(`und-${code}`).maximize();
    return ['en', `${language}-${script ?? 'Latn'}`].flatMap((locale): [string, string][] => {
      const name = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' }).of(code);
      return name === undefined ? [] : [[keyOf(folded(name)), code]];
    });
  });
}

function folded(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/[\p{M}'’ʼ.]/gu, '')
    .trim()
    .toLowerCase();
}

/** Words in any order, since ISO writes `Korea (the Republic of)` and others `Republic of Korea`. */
function keyOf(foldedName: string): string {
  const words = foldedName.split(/[\s,&()[\]/-]+/).filter((word) => !['', 'the', 'of', 'and'].includes(word));
  return words.sort().join(' ');
}
