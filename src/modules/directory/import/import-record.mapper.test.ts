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

describe('Flags', () => {
  it('may be a map of names to values or to one value', () => {
    const { record } = read({
      Flags: { Kind: ['Bank', ' Insurer ', 'Bank', ''], Sector: 'Credit', Nothing: null },
    });
    expect(record?.flags).toEqual({
      form: 'map',
      flags: [
        { name: 'Kind', value: 'Bank', complete: null },
        { name: 'Kind', value: 'Insurer', complete: null },
        { name: 'Sector', value: 'Credit', complete: null },
      ],
    });
  });

  it('may be a list of whole flags', () => {
    const { record } = read({ Flags: [flag] });
    expect(record?.flags?.form).toBe('objects');
    expect(record?.flags?.flags[0]?.complete).toEqual({
      flagId: 'flag-1',
      createdAt: new Date('2023-01-02T08:00:00.000Z'),
      updatedAt: new Date('2023-01-03T08:00:00.000Z'),
      name: 'Kind',
      description: null,
      type: 'Organisation',
      value: 'Bank',
      status: 'Active',
      accessLevel: 5,
    });
  });

  it('without value say nothing', () => {
    expect(read({ Flags: null }).record?.flags).toBeNull();
  });

  it.each([
    ['Bank', 'Flags must be a map of names to values, or a list of flags'],
    [['flag-1'], 'Flags: Name must be provided'],
    [{ Kind: [7] }, 'Flags: Value must be text'],
    [{ Kind: '<b>' }, 'Flags: Value must not contain < or >'],
    [[{ ...flag, Type: 'Software_Statement' }], 'Flags: Type must be one of Organisation'],
    [
      [{ ...flag, CreatedAt: 'long ago' }],
      'Flags: CreatedAt and UpdatedAt must be dates such as 2020-12-18T17:53:49.832Z',
    ],
  ])('refuses %j', (Flags, reason) => {
    expect(read({ Flags }).errors).toContain(reason);
  });
});

it('Flags may hold more flags than a body of the API, since bodies add up to them', () => {
  const Flags = { Kind: Array.from({ length: 1_001 }, (_, index) => `value ${index}`) };
  expect(read({ Flags }).errors).toEqual([]);
});

describe('AdminUsers', () => {
  it('come out in lower case and Active unless they say otherwise', () => {
    const AdminUsers = [
      { UserEmail: 'Admin@Example.COM' },
      { UserEmail: 'b@example.com', Status: 'Inactive' },
    ];
    expect(read({ AdminUsers }).record?.adminUsers).toEqual([
      { userEmail: 'admin@example.com', status: 'Active' },
      { userEmail: 'b@example.com', status: 'Inactive' },
    ]);
  });

  it.each([
    ['a@example.com', 'AdminUsers must be a list'],
    [['a@example.com'], 'AdminUsers: UserEmail must be provided'],
    [[{ UserEmail: 'nobody' }], 'AdminUsers: UserEmail must be an email address of at most 254 characters'],
    [[{ UserEmail: 'a@example.com', Status: 'Gone' }], 'AdminUsers: Status must be one of Active, Inactive'],
  ])('refuses %j', (AdminUsers, reason) => {
    expect(read({ AdminUsers }).errors).toContain(reason);
  });
});

it('names every fault of a record', () => {
  const { record, errors } = read({
    OrganisationId: null,
    OrganisationName: '<b>',
    City: ' ',
    Postcode: 12,
    Status: 'Gone',
    CreatedOn: 'yesterday',
  });
  expect(record).toBeNull();
  expect([...errors].sort()).toEqual([
    'City must be provided',
    'CreatedOn must be a date such as 2020-12-18T17:53:49.832Z',
    'OrganisationId must be provided',
    'OrganisationName must not contain < or >',
    'Postcode must be text',
    'Status must be one of Active, Pending, Withdrawn',
  ]);
});

it.each([
  [{ OrganisationId: ' org-1 ' }, 'org-1'],
  [{ OrganisationId: '' }, null],
  [{ OrganisationId: 7 }, null],
  [{ OrganisationId: 'x'.repeat(40) }, 'x'.repeat(40)],
  [{ OrganisationId: 'x'.repeat(41) }, null],
  [{}, null],
])('finds the id of %j', (given, id) => {
  expect(organisationIdOf(given)).toBe(id);
});
