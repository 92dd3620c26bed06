import { toReadRecord } from './import-record.mapper.js';

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
