import fc from 'fast-check';
import type { OrganisationFilter } from '../../../src/modules/directory/organisations/organisation-visibility.js';
import type { TestDatabase } from '../postgres.js';
import type { OrganisationRow } from './organisation.js';

/** Names equal in another case, nearly equal, equal except for what ICU ignores (U+00AD), and outside the BMP. */
const words = [
  'Bank',
  'bank',
  'BANK',
  'Bänk',
  'ba\u0308nk',
  'ba\u00ADnk',
  'Élan',
  'elan',
  'Straße',
  'co-op',
  'coop',
  '😀 Bank',
  '𝔅ank',
  '100%_\\',
];

/** Names of maximum length, equal to short ones except for characters that ICU ignores. */
const longWords = [
  `bank${'\u00AD'.repeat(2_000)}`,
  `${'Long '.repeat(1_000)}a`,
  `${'long '.repeat(1_000)}A`,
  `${'long '.repeat(1_000)}b`,
];

const logos = [
  'https://a.example/logo.svg',
  'https://A.example/LOGO.svg',
  'https://b.example/logo.png',
  `data:image/png;base64,${'A'.repeat(3_000)}`,
  `data:image/png;base64,${'a'.repeat(3_000)}`,
];

const word = fc.constantFrom(...words);
const address = word.map((text) => `${text} Street`);
const optional = (value: fc.Arbitrary<string>): fc.Arbitrary<string | null> => fc.option(value, { freq: 2 });

const row = fc.record({
  status: fc.constantFrom('Active', 'Active', 'Pending', 'Withdrawn'),
  organisation_name: word,
  legal_entity_name: fc.tuple(word, word).map((both) => both.join(' ')),
  created_on: fc.constantFrom('2024-01-01T00:00:00Z', '2024-01-01T00:00:00.001Z', '2023-06-01T00:00:00Z'),
  country_of_registration: fc.constantFrom('GB', 'gb', 'DE'),
  company_register: word,
  size: optional(fc.constantFrom('Small', 'small', 'Large')),
  registration_number: fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom('1', '2', 'a', 'A') }),
  registration_id: optional(word),
  registered_name: optional(fc.constant('Only one')),
  address_line1: address,
  address_line2: fc.constant(null),
  city: word,
  postcode: fc.constantFrom('N1 1AA', 'n1 1aa', 'N1 1AB'),
  country: fc.constantFrom('GB', 'DE', 'FR'),
  parent_organisation_reference: optional(fc.constantFrom(...words, ...longWords)),
  requires_participant_terms_and_conditions_signing: fc.boolean(),
  logo_uri: optional(fc.constantFrom(...logos)),
});

/**
 * Returns random organisations with few distinct values, and pairs of ids that differ only in case. Every nullable
 * column is null in some, and AddressLine2 in all.
 */
export function listedOrganisations(count: number, seed: number): OrganisationRow[] {
  return fc.sample(row, { seed, numRuns: count }).map((columns, index) => ({
    ...columns,
    organisation_id: `${index % 2 === 0 ? 'org' : 'ORG'}-${index >> 1}`,
  }));
}

/** The filter of a list of all organisations. */
export const noFilter: OrganisationFilter = {
  text: null,
  onlyActive: false,
  relatedTo: null,
  status: null,
  country: null,
  flag: null,
  parent: null,
  createdIn: null,
};

/** Inserts all organisations in one statement. */
export async function insertOrganisations(
  database: TestDatabase,
  rows: readonly OrganisationRow[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  await database.query(
    `INSERT INTO directory.organisation (${columns})
     SELECT ${columns} FROM json_populate_recordset(NULL::directory.organisation, $1)`,
    [JSON.stringify(rows)],
  );
}
