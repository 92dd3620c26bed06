import { startApp, type TestApp } from '../../support/app.js';
import { anOrganisation, aPublishedOrganisation } from '../../support/builders/organisation.js';
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
      content: [aPublishedOrganisation({ Flags: [] })],
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
