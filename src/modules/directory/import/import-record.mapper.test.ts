import { organisationIdOf, toReadRecord } from './import-record.mapper.js';

const complete = {
  OrganisationId: 'org-1',
  Status: 'Active',
  OrganisationName: 'Marble Otter',
  CreatedOn: '2020-12-18T17:53:49.832Z',
  LegalEntityName: 'Marble Otter plc',
  CountryOfRegistration: 'GB',
  CompanyRegister: 'Companies House',
  RegistrationNumber: '123',
  AddressLine1: '1 Example Street',
  City: 'London',
  Postcode: 'EC1A 1AA',
  Country: 'GB',
};

const read = (changes: Record<string, unknown> = {}) => toReadRecord({ ...complete, ...changes });
const flag = {
  Id: 'flag-1',
  CreatedAt: '2023-01-02T08:00:00.000Z',
  UpdatedAt: '2023-01-03T08:00:00.000Z',
  Name: 'Kind',
  Description: null,
  Type: 'Organisation',
  Value: 'Bank',
  Status: 'Active',
  AccessLevel: 5,
};

describe('normalisation', () => {
  it('leaves a record alone that is in form', () => {
    const { record, errors } = read();
    expect(errors).toEqual([]);
    expect(record?.notes).toEqual({ normalised: [], odd: [], leftOut: new Map() });
    expect(record?.createdOn?.toISOString()).toBe('2020-12-18T17:53:49.832Z');
  });

  it('takes blanks from the ends of texts', () => {
    const { record } = read({ OrganisationId: ' org-1\t', AddressLine1: ' \u00a01 Example Street ' });
    expect(record?.organisationId).toBe('org-1');
    expect(record?.fields.addressLine1).toBe('1 Example Street');
    expect(record?.notes.normalised).toEqual(['OrganisationId: trimmed', 'AddressLine1: trimmed']);
  });

  it('takes an empty text as no value', () => {
    const { record } = read({ ParentOrganisationReference: '', Size: '  ' });
    expect(record?.fields).toMatchObject({ parentOrganisationReference: null, size: null });
    expect(record?.notes.normalised).toEqual([
      'ParentOrganisationReference: empty, read as no value',
      'Size: empty, read as no value',
    ]);
  });

  it('reads a date without a zone as UTC', () => {
    const { record } = read({ CreatedOn: '2020-12-18 17:53:49.832' });
    expect(record?.createdOn?.toISOString()).toBe('2020-12-18T17:53:49.832Z');
    expect(record?.notes.normalised).toEqual(['CreatedOn: date without a time zone, read as UTC']);
  });

  it('lays keys aside that the directory has no place for, and counts their entries', () => {
    const { record } = read({
      AuthorisationServers: [{}, {}],
      Website: 'x',
      Nothing: null,
      ['__proto__']: 1,
    });
    expect(record?.notes.leftOut).toEqual(
      new Map([
        ['AuthorisationServers', 2],
        ['Website', 1],
        ['Nothing', 0],
        ['__proto__', 1],
      ]),
    );
  });

  it('trims a record with administrators too', () => {
    const { record } = read({ AddressLine2: ' x ', AdminUsers: [] });
    expect(record?.fields.addressLine2).toBe('x');
    expect(record?.notes.normalised).toEqual(['AddressLine2: trimmed']);
  });

  it('trims the texts of flags in both forms, with a note for each', () => {
    const map = read({ Flags: { ' Kind': ['Bank', 'Insurer\t'], Plain: 'x' } }).record;
    expect(map?.flags?.flags.map(({ name, value }) => [name, value])).toEqual([
      ['Kind', 'Bank'],
      ['Kind', 'Insurer'],
      ['Plain', 'x'],
    ]);
    expect(map?.notes.normalised).toEqual(Array.from({ length: 3 }, () => 'Flags: trimmed'));
    const list = read({ Flags: [{ ...flag, Name: 'Kind ', Description: ' d' }] }).record;
    expect(list?.flags?.flags[0]?.complete).toMatchObject({ name: 'Kind', description: 'd' });
    expect(list?.notes.normalised).toEqual(Array.from({ length: 2 }, () => 'Flags: trimmed'));
  });
});

describe('what a record carries', () => {
  it('is what it has keys for', () => {
    const { record } = toReadRecord({ ...complete, Size: null });
    expect(record?.carried.has('size')).toBe(true);
    expect(record?.carried.has('logoUri')).toBe(false);
  });

  it('does not include a Status or a boolean without value', () => {
    const { record } = read({ Status: null, RequiresParticipantTermsAndConditionsSigning: null });
    expect(record?.carried.has('status')).toBe(false);
    expect(record?.carried.has('requiresParticipantTermsAndConditionsSigning')).toBe(false);
    expect(record?.fields).toMatchObject({
      status: 'Active',
      requiresParticipantTermsAndConditionsSigning: true,
    });
  });
});

it('Flags may hold more flags than a body of the API, since bodies add up to them', () => {
  const Flags = { Kind: Array.from({ length: 1_001 }, (_, index) => `value ${index}`) };
  expect(read({ Flags }).errors).toEqual([]);
});

it('rejects the id of another path, however it is padded', () => {
  expect(read({ OrganisationId: ' changes ' })).toEqual({
    organisationId: 'changes',
    record: null,
    errors: [
      'OrganisationId must not be changes, export or statistics, which are other paths below /organisations; choose another id',
    ],
  });
});

it('names every fault of a record', () => {
  const { record, errors } = read({
    OrganisationId: null,
    OrganisationName: '<b>',
    City: ' ',
    Postcode: {},
    Status: 'Gone',
    CreatedOn: 'yesterday',
    LogoUri: 'no logo',
  });
  expect(record).toBeNull();
  expect([...errors].sort()).toEqual([
    'City must be provided',
    'OrganisationId must be provided',
    'OrganisationName must not contain < or >',
    'Postcode must be text',
    'Status must be one of Active, Pending, Withdrawn',
  ]);
});

it.each([
  [{ OrganisationId: ' org-1 ' }, 'org-1'],
  [{ OrganisationId: '' }, null],
  [{ OrganisationId: 7 }, '7'],
  [{ OrganisationId: true }, null],
  [{ OrganisationId: 'x'.repeat(40) }, 'x'.repeat(40)],
  [{ OrganisationId: 'x'.repeat(41) }, null],
  [{}, null],
])('finds the id of %j', (given, id) => {
  expect(organisationIdOf(given)).toBe(id);
});
