import type { JsonObject } from '../participants-file/raw-record.js';
import { toReadRecord } from '../import/import-record.mapper.js';
import { demonstrationOrganisation } from './demonstration-organisation.mapper.js';
import { leiOf } from '../organisations/lei.js';

const organisations: readonly JsonObject[] = Array.from({ length: 2_000 }, (_, index) =>
  demonstrationOrganisation(index, 1),
);

it('returns the same organisation for the same index and seed', () => {
  expect(demonstrationOrganisation(17, 1)).toEqual(organisations[17]);
});

it('returns other organisations for another seed, but the same sample organisation', () => {
  expect(demonstrationOrganisation(17, 2)).not.toEqual(organisations[17]);
  expect(demonstrationOrganisation(0, 2)).toEqual(organisations[0]);
});

it('starts with the sample organisation and its administrator', () => {
  expect(organisations[0]).toMatchObject({
    OrganisationId: 'c0ffee00-0000-4000-8000-000000000001',
    OrganisationName: 'Sample Bank plc',
    AdminUsers: [{ UserEmail: 'admin@sample-bank.example', Status: 'Active' }],
  });
});

it('returns only organisations that follow every rule, in the format of this directory', () => {
  const read = organisations.map(toReadRecord);
  expect(read.flatMap(({ errors }) => errors)).toEqual([]);
  expect(read.flatMap(({ record }) => record?.notes.normalised ?? [])).toEqual([]);
});

it('repeats no id and no registration number', () => {
  for (const key of ['OrganisationId', 'RegistrationNumber']) {
    expect(new Set(organisations.map((organisation) => organisation[key])).size).toBe(organisations.length);
  }
});

it('refers only to existing parents', () => {
  const known = new Set(organisations.flatMap((o) => [o.OrganisationId, o.RegistrationNumber]));
  const parents = organisations.map((o) => o.ParentOrganisationReference).filter((parent) => parent !== null);
  expect(parents.length).toBeGreaterThan(100);
  expect(parents.filter((parent) => !known.has(parent))).toEqual([]);
});

it('returns LEIs with valid check digits', () => {
  // The example of ISO 17442: 5493001KJTIIGC8Y1R12.
  expect(leiOf('5493001KJTIIGC8Y1R')).toBe('5493001KJTIIGC8Y1R12');
});
