import { readFileSync } from 'node:fs';
import type { Flag, Organisation } from 'organisations-directory-client';
import type { RequestSchema } from 'virtual:openapi';
import { FlagLookup } from '../../../../../src/modules/directory/participants-file/flag-lookup.js';
import { readRecord } from '../../../../../src/modules/directory/participants-file/read-record.js';
import { recordRulesOf } from '../file/record-rules.ts';
import { planRecord, type StoredFlag, storedFlag } from './plan-record.ts';

const document = JSON.parse(readFileSync('openapi/directory.json', 'utf8')) as {
  components: { schemas: Record<string, RequestSchema> };
};
const rules = recordRulesOf(document.components.schemas);

const given = {
  OrganisationId: 'org-1',
  Status: 'Active',
  OrganisationName: 'Marble Otter',
  LegalEntityName: 'Marble Otter plc',
  CountryOfRegistration: 'GB',
  CompanyRegister: 'Companies House',
  RegistrationNumber: '123',
  AddressLine1: '1 Example Street',
  City: 'London',
  Postcode: 'EC1A 1AA',
  Country: 'GB',
};
const flag = (id: string, value: string, changes: Partial<Flag> = {}): Flag => ({
  Id: id,
  CreatedAt: '2024-01-02T03:04:05.678Z',
  UpdatedAt: '2024-01-02T03:04:05.678Z',
  Name: 'Kind',
  Description: null,
  Type: 'Organisation',
  Value: value,
  Status: 'Active',
  AccessLevel: 0,
  ...changes,
});
const bank = flag('bank', 'Bank');
const hidden = flag('hidden', 'Hidden', { AccessLevel: 3 });
const inactive = flag('inactive', 'Inactive', { Status: 'Inactive' });

const organisation: Organisation = {
  ...given,
  Status: 'Active',
  CreatedOn: '2024-01-02T03:04:05.678Z',
  AddressLine2: 'Floor 2',
  Size: null,
  RegistrationId: null,
  RegisteredName: null,
  ParentOrganisationReference: null,
  RequiresParticipantTermsAndConditionsSigning: false,
  LogoUri: null,
  Flags: [bank, hidden],
};

function plan(changes: Record<string, unknown>, isStored = true) {
  const lookup = new FlagLookup<StoredFlag>();
  for (const one of [bank, hidden, inactive]) lookup.add(storedFlag(one));
  // Through JSON, which has no undefined.
  const read = readRecord(JSON.parse(JSON.stringify({ ...given, ...changes })) as typeof given, rules);
  const adminUsers = [{ UserEmail: 'one@example.com', Status: 'Active' } as const];
  const stored = isStored ? { organisation, etag: '"1"', adminUsers } : null;
  return planRecord({ number: 1, name: null, ...read }, stored, lookup);
}

describe('a stored organisation', () => {
  it.each<[what: string, changes: Record<string, unknown>]>([
    ['repeats its values', {}],
    ['leaves out optional fields', { AddressLine2: undefined }],
    [
      'has null for the boolean, which always has a value',
      { RequiresParticipantTermsAndConditionsSigning: null },
    ],
    ['names its public flags in a map', { Flags: { Kind: 'Bank' } }],
    ['lists all of its flags', { Flags: [bank, hidden] }],
    ['names its administrators', { AdminUsers: [{ UserEmail: 'ONE@example.com' }] }],
    ['has another CreatedOn, which the API keeps', { CreatedOn: '2020-01-01' }],
  ])('is unchanged by a record that %s', (_what, changes) => {
    expect(plan(changes)).toMatchObject({ outcome: 'unchanged', changes: [], writes: null });
  });

  it.each<[changes: Record<string, unknown>, field: string, before: unknown, after: unknown]>([
    [{ City: 'Bath' }, 'City', 'London', 'Bath'],
    [{ AddressLine2: null }, 'AddressLine2', 'Floor 2', null],
    [{ AddressLine2: '' }, 'AddressLine2', 'Floor 2', null],
    [
      { RequiresParticipantTermsAndConditionsSigning: 'true' },
      'RequiresParticipantTermsAndConditionsSigning',
      false,
      true,
    ],
    [{ Flags: {} }, 'Flags', ['Kind: Bank', 'Kind: Hidden'], ['Kind: Hidden']],
    [{ Flags: [] }, 'Flags', ['Kind: Bank', 'Kind: Hidden'], []],
    [
      { Flags: { Kind: ['Bank', 'New'] } },
      'Flags',
      ['Kind: Bank', 'Kind: Hidden'],
      ['Kind: Bank', 'Kind: Hidden', 'Kind: New'],
    ],
    [
      {
        AdminUsers: [{ UserEmail: 'one@example.com', Status: 'Inactive' }, { UserEmail: 'two@example.com' }],
      },
      'AdminUsers',
      ['one@example.com: Active'],
      ['one@example.com: Inactive', 'two@example.com: Active'],
    ],
  ])('is changed by %j', (changes, field, before, after) => {
    const planned = plan(changes);
    expect(planned).toMatchObject({ outcome: 'changed', changes: [{ field, before, after }] });
    expect(planned.writes?.etag).toBe('"1"');
  });

  it('keeps the flags of a higher level beside those of a map', () => {
    const { writes } = plan({ Flags: { Kind: ['Bank', 'New'] } });
    expect(writes?.keptFlagIds).toEqual(['hidden', 'bank']);
    expect(writes?.flags).toEqual([{ name: 'Kind', value: 'New', complete: null }]);
  });
});

it.each<[changes: Record<string, unknown>, error: string]>([
  [{ City: null }, 'City must be provided'],
  [
    { Flags: { Kind: 'Inactive' } },
    'Flags names Kind=Inactive, which is not an Active flag of Type Organisation',
  ],
])('a record with %j is refused', (changes, error) => {
  expect(plan(changes)).toMatchObject({ outcome: 'refused', errors: [error], writes: null });
});

it.each([
  ['a new organisation with CreatedOn', { CreatedOn: '2020-01-01' }, false, true],
  ['a new organisation without CreatedOn', {}, false, false],
  ['a stored organisation with another CreatedOn', { CreatedOn: '2020-01-01' }, true, true],
  ['a stored organisation with the same CreatedOn', { CreatedOn: '2024-01-02T03:04:05.678Z' }, true, false],
])('%s loses CreatedOn: %j, stored %s: %s', (_what, changes, isStored, losesCreatedOn) => {
  expect(plan(changes, isStored).losesCreatedOn).toBe(losesCreatedOn);
});

it('a new organisation is created with its administrators', () => {
  const planned = plan({ AdminUsers: [{ UserEmail: 'two@example.com', Status: 'Inactive' }] }, false);
  expect(planned).toMatchObject({ outcome: 'created', changes: [] });
  expect(planned.writes).toMatchObject({
    etag: null,
    adminUsers: [{ userEmail: 'two@example.com', status: 'Inactive', isNew: true }],
  });
});
