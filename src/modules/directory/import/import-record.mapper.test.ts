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
    ['Bank', 'must be a map of names to values, or a list of flags', null],
    [['flag-1'], 'Id must be provided; Name must be provided; Value must be provided', []],
    [[{ Name: 'Kind', Value: 'Bank' }], 'Id must be provided', []],
    [{ Kind: [{}, 'Bank'] }, 'Value must be text', ['Bank']],
    [{ Kind: '<b>' }, 'Value must not contain < or >', []],
    [[{ ...flag, Type: 'Software_Statement' }], 'Type must be one of Organisation', []],
    [
      [
        { ...flag, AccessLevel: '5' },
        { ...flag, Value: 'Broker' },
      ],
      'AccessLevel must be',
      ['Broker'],
    ],
    [[{ ...flag, CreatedAt: 'long ago' }], 'CreatedAt must be a date such as', ['Bank']],
  ])('%j lose what is wrong, with a note, and keep the rest', (Flags, because, values) => {
    const { record, errors } = read({ Flags });
    expect(errors).toEqual([]);
    expect(record?.flags?.flags.map(({ value }) => value) ?? null).toEqual(values);
    expect(record?.notes.odd).toMatchObject([
      { kind: 'Flags: left out', because: expect.stringContaining(because) as string },
    ]);
  });

  it.each([
    [{ Compliant: true }, 'true', 'Flags: true or false read as text'],
    [{ Tier: 3 }, '3', 'Flags: number read as text'],
    [[{ ...flag, Status: 'ACTIVE' }], 'Bank', 'Flags: read in another letter case'],
  ])('%j are read, with a note', (Flags, value, kind) => {
    const { record } = read({ Flags });
    expect(record?.flags?.flags).toMatchObject([{ value }]);
    expect(record?.notes.odd).toMatchObject([{ kind }]);
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
    ['a@example.com', 'must be a list', null],
    [['a@example.com', { UserEmail: 'b@example.com' }], 'UserEmail must be provided', ['b@example.com']],
    [[{ UserEmail: 'nobody' }], 'UserEmail must be an email address of at most 254 characters', []],
    [[{ UserEmail: 'a@example.com', Status: 'Gone' }], 'Status must be one of Active, Inactive', []],
  ])('%j lose what is wrong, with a note, and keep the rest', (AdminUsers, because, emails) => {
    const { record, errors } = read({ AdminUsers });
    expect(errors).toEqual([]);
    expect(record?.adminUsers?.map(({ userEmail }) => userEmail) ?? null).toEqual(emails);
    expect(record?.notes.odd).toMatchObject([{ kind: 'AdminUsers: left out', because }]);
  });
});

describe('an odd value', () => {
  const logoRule = 'must be an http(s) URL of an svg, png or jpg image, or a data URI of one';

  it.each([
    ['LogoUri', 'https://www.example.com/logo.webp', 'logoUri', logoRule],
    ['LogoUri', 'https://www.example.com/logo.svg?v=2', 'logoUri', logoRule],
    ['LogoUri', 7, 'logoUri', logoRule],
    ['RegistrationId', 'x'.repeat(41), 'registrationId', 'must have at most 40 characters'],
    ['Size', { large: true }, 'size', 'must be text'],
    ['AddressLine2', '<b>', 'addressLine2', 'must not contain < or >'],
    [
      'ParentOrganisationReference',
      'a\u0000',
      'parentOrganisationReference',
      'must be valid Unicode without NUL',
    ],
    [
      'RequiresParticipantTermsAndConditionsSigning',
      'perhaps',
      'requiresParticipantTermsAndConditionsSigning',
      'must be true or false',
    ],
  ] as const)('of %s (%j) is left out, with a note, and %s is not set', (key, given, property, because) => {
    const { record, errors } = read({ [key]: given });
    expect(errors).toEqual([]);
    expect(record?.carried.has(property)).toBe(false);
    expect(record?.fields[property]).toBe(
      property === 'requiresParticipantTermsAndConditionsSigning' ? true : null,
    );
    expect(record?.notes.odd.at(-1)).toMatchObject({ kind: `${key}: left out`, because });
  });

  it.each([
    ['Postcode', 12_345, 'postcode', '12345', 'Postcode: number read as text'],
    [
      'RegistrationNumber',
      12_345_678_000_199,
      'registrationNumber',
      '12345678000199',
      'RegistrationNumber: number read as text',
    ],
    ['Size', 1.5, 'size', '1.5', 'Size: number read as text'],
    ['Status', 'ACTIVE', 'status', 'Active', 'Status: read in another letter case'],
    ['Status', ' withdrawn', 'status', 'Withdrawn', 'Status: read in another letter case'],
    [
      'RequiresParticipantTermsAndConditionsSigning',
      'False',
      'requiresParticipantTermsAndConditionsSigning',
      false,
      'RequiresParticipantTermsAndConditionsSigning: text read as true or false',
    ],
  ] as const)('of %s (%j) is read, with a note', (key, given, property, value, kind) => {
    const { record, errors } = read({ [key]: given });
    expect(errors).toEqual([]);
    expect(record?.fields[property]).toBe(value);
    expect(record?.notes.odd).toEqual([{ kind, because: null, given }]);
  });

  it('that is a date in an unknown form leaves the date of the organisation as it is', () => {
    const { record, errors } = read({ CreatedOn: 'yesterday' });
    expect([errors, record?.createdOn]).toEqual([[], null]);
    expect(record?.notes.odd).toMatchObject([{ kind: 'CreatedOn: left out', given: 'yesterday' }]);
  });

  it('of a required field rejects the record, as does a Status that is none', () => {
    expect(read({ Postcode: 'NA' }).errors).toEqual(['Postcode must have 3 to 40 characters']);
    expect(read({ City: true }).errors).toEqual(['City must be text']);
    expect(read({ RegistrationNumber: 2 ** 60 }).errors).toEqual(['RegistrationNumber must be text']);
    expect(read({ Status: 'Suspended' }).errors).toEqual([
      'Status must be one of Active, Pending, Withdrawn',
    ]);
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
