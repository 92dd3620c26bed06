/** A text field of seed rules: wire name, column, bounds in code points, and whether it is required. */
export interface FieldRule {
  readonly field: string;
  readonly column: string;
  readonly least: number;
  readonly most: number;
  readonly isRequired: boolean;
}

/** One value of a text field and the API's sentences for it; none if accepted, without its outer white space. */
export interface TextCase {
  readonly title: string;
  readonly value: string;
  readonly sentences: readonly string[];
}

const required = (field: string, column: string, least: number, most: number): FieldRule => ({
  field,
  column,
  least,
  most,
  isRequired: true,
});

/** The empty text is stored as null, so the minimum length is one character. */
const optional = (field: string, column: string, most: number): FieldRule => ({
  field,
  column,
  least: 1,
  most,
  isRequired: false,
});

/** The published request rules of every plain text field of an organisation. */
export const fieldRules: readonly FieldRule[] = [
  required('AddressLine1', 'address_line1', 5, 255),
  optional('AddressLine2', 'address_line2', 255),
  required('City', 'city', 2, 255),
  required('CompanyRegister', 'company_register', 1, 255),
  required('Country', 'country', 2, 255),
  required('CountryOfRegistration', 'country_of_registration', 2, 255),
  required('LegalEntityName', 'legal_entity_name', 1, 255),
  required('OrganisationName', 'organisation_name', 1, 255),
  optional('ParentOrganisationReference', 'parent_organisation_reference', 65_535),
  required('Postcode', 'postcode', 3, 40),
  optional('RegisteredName', 'registered_name', 255),
  optional('RegistrationId', 'registration_id', 40),
  required('RegistrationNumber', 'registration_number', 1, 255),
  optional('Size', 'size', 255),
];

/** One code point, two UTF-16 units, four bytes of UTF-8. */
const emoji = '😀';

/** Texts at and beyond each bound of a rule, with the API's sentences. */
export function textCasesOf({ field, least, most, isRequired }: FieldRule): TextCase[] {
  const length = `${field} must have ${isRequired ? `${least} to ${most}` : `at most ${most}`} characters`;
  const brackets = `${field} must not contain < or >`;
  const unicode = `${field} must be valid Unicode without NUL`;
  const accepted = (title: string, value: string): TextCase => ({ title, value, sentences: [] });
  const refused = (title: string, value: string, ...sentences: string[]): TextCase => ({
    title,
    value,
    sentences,
  });
  const padded = (text: string): string => `${text}${'x'.repeat(least)}`;
  return [
    accepted('the minimum', 'm'.repeat(least)),
    accepted('the minimum in emoji', emoji.repeat(least)),
    accepted('one more than the minimum', 'm'.repeat(least + 1)),
    accepted('the maximum', 'M'.repeat(most)),
    accepted('the maximum in emoji', emoji.repeat(most)),
    accepted('the maximum in letters of two bytes', 'é'.repeat(most)),
    accepted('one less than the maximum', 'M'.repeat(most - 1)),
    accepted('white space at both ends', `  ${padded('x')}\t`),
    accepted('the minimum with white space around it', ` \u3000${'m'.repeat(least)}\r\n`),
    accepted('the maximum with white space around it', `\ufeff${'M'.repeat(most)}\u00a0`),
    isRequired
      ? refused('nothing but blanks', ' '.repeat(least), length)
      : accepted('nothing but blanks', ' \u2028'),
    accepted('a line break', padded('a\r\nb')),
    accepted('control characters other than NUL', padded('\u0001\u0008\u001b\u007f\u0085')),
    accepted('characters that mean something to SQL, HTML or printf', padded(`%s_$1'";--&lt;\\u0000`)),
    accepted('marks, joiners and the byte order mark', padded('e\u0301\u200d\ufeff\u202e')),
    accepted('brackets that are not < and >', padded('＜‹›＞≮')),
    accepted('a code point without character', padded('\uffff\u{10ffff}')),
    ...(isRequired
      ? [
          refused('one less than the minimum', 'm'.repeat(least - 1), length),
          refused('one less than the minimum and white space', `  ${'m'.repeat(least - 1)}\t`, length),
          refused('one less than the minimum in emoji', emoji.repeat(least - 1), length),
        ]
      : []),
    refused('one more than the maximum', 'M'.repeat(most + 1), length),
    refused('one more than the maximum in emoji', emoji.repeat(most + 1), length),
    refused('one more than the maximum with a blank inside', `x${' '.repeat(most - 1)}x`, length),
    refused('one more than the maximum and white space', ` ${'M'.repeat(most + 1)} `, length),
    refused('< at the beginning', padded('<a'), brackets),
    refused('> at the end', `${padded('a')}>`, brackets),
    refused('< in the middle', `${padded('a')}<b`, brackets),
    refused('> after a line break', `${padded('a')}\n>`, brackets),
    refused('a tag', padded('<b>x</b>'), brackets),
    refused('NUL', `${padded('a')}\u0000b`, unicode),
    refused('a lone high surrogate', `${padded('a')}\ud800`, unicode),
    refused('a lone low surrogate', `\udc00${padded('a')}`, unicode),
    refused('surrogates in the wrong order', `${padded('a')}\ude00\ud83d`, unicode),
    refused('every fault at once', `<\u0000${'M'.repeat(most)}`, length, brackets, unicode),
  ];
}

/** Values of JSON types other than text. */
export const otherTypes: readonly (readonly [title: string, value: unknown])[] = [
  ['a whole number', 12_345],
  ['zero', 0],
  ['a fraction', 1.5],
  ['true', true],
  ['false', false],
  ['an object', {}],
  ['an object that poses as text', { length: 10, toString: 'London' }],
  ['an empty list', []],
  ['a list of one text', ['London']],
];

const idLength = 'OrganisationId must have 1 to 40 characters';
const idBrackets = 'OrganisationId must not contain < or >';
const idUnicode = 'OrganisationId must be valid Unicode without NUL';
const idEnds = 'OrganisationId must not be . or .. or begin or end with a blank';

const id = (title: string, value: string, ...sentences: string[]): TextCase => ({ title, value, sentences });

/** The rule of organisation ids: in a path, in the body of POST and in the table. */
export const organisationIdCases: readonly TextCase[] = [
  id('one character', 'i'),
  id('one emoji', emoji),
  id('forty characters', 'i'.repeat(40)),
  id('forty emoji', emoji.repeat(40)),
  id('a UUID', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'),
  id('its upper case, another id', 'F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6'),
  id('a blank in the middle', 'my organisation'),
  id('a line break in the middle', 'my\norganisation'),
  id('a slash', 'a/b'),
  id('the name of a route', 'export/open-data'),
  id('a percent sign', 'a%2Fb'),
  id('a plus sign', 'a+b'),
  id('delimiters of a URL', "?a=b&c#d;e:f@g,h'i()!*~"),
  id('a backslash', 'a\\b'),
  id('three dots', '...'),
  id('a dot at each end', '.a.'),
  id('composed letters', 'Caf\u00e9'),
  id('decomposed letters, another id', 'Cafe\u0301'),
  id('a control character other than NUL', 'a\u0001b'),
  id('41 characters', 'i'.repeat(41), idLength),
  id('41 emoji', emoji.repeat(41), idLength),
  id('one dot', '.', idEnds),
  id('two dots', '..', idEnds),
  id('one blank', ' ', idEnds),
  id('a blank at the beginning', ' a', idEnds),
  id('a blank at the end', 'a ', idEnds),
  id('a tab at the beginning', '\ta', idEnds),
  id('a line break at the end', 'a\n', idEnds),
  id('a no-break space at the end', 'a\u00a0', idEnds),
  id('an ideographic space at the beginning', '\u3000a', idEnds),
  id('a byte order mark at the beginning', '\ufeffa', idEnds),
  id('<', 'a<b', idBrackets),
  id('>', 'a>b', idBrackets),
  id('NUL', 'a\u0000b', idUnicode),
  id('every fault at once', ` <\u0000${'i'.repeat(40)}`, idLength, idBrackets, idUnicode, idEnds),
];
