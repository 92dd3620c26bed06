import { startApp, type TestApp } from '../../support/app.js';
import { anOrganisation } from '../../support/builders/organisation.js';
import { software } from '../../support/identities.js';

describe('GET /organisations', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
    await anOrganisation(service.database);
  });
  afterAll(() => service.close());

  it('returns exactly the published page', async () => {
    const answer = await service.as(software).get('/organisations?size=25');
    expect(answer.body).toEqual({
      content: [
        {
          OrganisationId: 'org-1',
          Status: 'Active',
          OrganisationName: 'Sample Bank',
          CreatedOn: '2024-01-02T03:04:05.678Z',
          LegalEntityName: 'Sample Bank plc',
          CountryOfRegistration: 'GB',
          CompanyRegister: 'Companies House',
          Size: null,
          RegistrationNumber: '01234567',
          RegistrationId: null,
          RegisteredName: null,
          AddressLine1: '1 Example Street',
          AddressLine2: null,
          City: 'London',
          Postcode: 'EC1A 1AA',
          Country: 'GB',
          ParentOrganisationReference: null,
          RequiresParticipantTermsAndConditionsSigning: true,
          LogoUri: null,
          Flags: [],
        },
      ],
      totalPages: 1,
      totalSize: 1,
      pageable: {
        number: 0,
        sort: {
          sorted: true,
          orderBy: [{ property: 'CreatedOn', direction: 'ASC', ignoreCase: false, ascending: true }],
        },
        size: 25,
        offset: 0,
        sorted: true,
        unpaged: false,
      },
      numberOfElements: 1,
      size: 25,
      offset: 0,
      empty: false,
      pageNumber: 0,
    });
    expect(answer.status).toBe(200);
  });
});
