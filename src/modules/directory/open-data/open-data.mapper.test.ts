import { type Participant, toParticipantJson } from './open-data.mapper.js';

const organisation: Participant['organisation'] = {
  organisationId: 'org-1',
  status: 'Active',
  organisationName: 'Sample Bank',
  createdOn: new Date('2024-01-02T03:04:05.678Z'),
  legalEntityName: 'Sample "Bank" plc',
  countryOfRegistration: 'GB',
  companyRegister: 'Companies House',
  size: null,
  registrationNumber: '01234567',
  registrationId: null,
  registeredName: null,
  addressLine1: '1 Example Street',
  addressLine2: null,
  city: 'London',
  postcode: 'EC1A 1AA',
  country: 'GB',
  parentOrganisationReference: null,
  requiresParticipantTermsAndConditionsSigning: true,
  logoUri: null,
  revision: 7,
};

const fields =
  '{"OrganisationId":"org-1","Status":"Active","OrganisationName":"Sample Bank","CreatedOn":"2024-01-02T03:04:05.678Z",' +
  '"LegalEntityName":"Sample \\"Bank\\" plc","CountryOfRegistration":"GB","CompanyRegister":"Companies House","Size":null,' +
  '"RegistrationNumber":"01234567","RegistrationId":null,"RegisteredName":null,"AddressLine1":"1 Example Street",' +
  '"AddressLine2":null,"City":"London","Postcode":"EC1A 1AA","Country":"GB","ParentOrganisationReference":null,' +
  '"RequiresParticipantTermsAndConditionsSigning":true,"LogoUri":null';

describe('a participant of the public file', () => {
  it('has all 19 fields in the published order, then an empty map without flags', () => {
    expect(toParticipantJson({ organisation, flags: [] })).toBe(`${fields},"Flags":{}}`);
  });

  it('keeps the order of the flags, even for names like numbers or properties', () => {
    const flags = [
      { name: '10', value: 'x' },
      { name: '9', value: 'x' },
      { name: '__proto__', value: 'x' },
      { name: 'a "b"', value: 'Z' },
      { name: 'a "b"', value: 'z' },
    ];
    expect(toParticipantJson({ organisation, flags })).toBe(
      `${fields},"Flags":{"10":["x"],"9":["x"],"__proto__":["x"],"a \\"b\\"":["Z","z"]}}`,
    );
  });
});
