import { startApp, type TestApp } from '../../support/app.js';
import { anOrganisationBody } from '../../support/builders/organisation.js';
import type { Client } from '../../support/client.js';
import { admin } from '../../support/identities.js';

interface Listing {
  content: { OrganisationId: string }[];
  totalSize: number;
  totalPages: number;
}

const count = 5_000;

describe('deep pages of GET /organisations', () => {
  let service: TestApp;
  let client: Client;
  beforeAll(async () => {
    service = await startApp();
    client = service.as(admin);
    await service.database.query(`
      INSERT INTO directory.organisation (organisation_id, status, organisation_name, legal_entity_name,
        country_of_registration, company_register, size, registration_number, address_line1, city, postcode, country)
      SELECT 'o' || n, CASE WHEN n % 10 = 0 THEN 'Pending' ELSE 'Active' END, 'Bank ' || n % 700, 'Bank', 'GB', 'CH',
        CASE WHEN n % 5 > 0 THEN 'Size ' || n % 3 END, '1', '1 Street', 'London', 'N1 1AA', 'GB'
      FROM generate_series(1, ${count}) n`);
  });
  afterAll(() => service.close());

  const list = async (query: string): Promise<Listing> =>
    (await client.get(`/organisations?${query}`)).body as Listing;
  const allIds = async (orderBy: string, where = 'true'): Promise<string[]> => {
    const rows = await service.database.query<{ id: string }>(
      `SELECT organisation_id AS id FROM directory.organisation WHERE ${where} ORDER BY ${orderBy}`,
    );
    return rows.map(({ id }) => id);
  };

  it.each([
    ['sort=Size,desc', 'size COLLATE directory.text_order DESC NULLS FIRST, organisation_id DESC'],
    ['sort=Size,asc', 'size COLLATE directory.text_order ASC NULLS LAST, organisation_id'],
    ['sort=OrganisationName', 'organisation_name COLLATE directory.text_order, organisation_id'],
    [
      'sort=OrganisationName,desc',
      'organisation_name COLLATE directory.text_order DESC, organisation_id DESC',
    ],
    ['sort=OrganisationId', 'organisation_id COLLATE directory.text_order, organisation_id'],
    ['sort=CreatedOn,desc', 'created_on DESC, organisation_id DESC'],
    [
      'sort=Size,desc&sort=OrganisationName',
      `size COLLATE directory.text_order DESC NULLS FIRST, organisation_name COLLATE directory.text_order,
        organisation_id`,
    ],
    [
      'sort=Size&sort=OrganisationName,desc',
      `size COLLATE directory.text_order ASC NULLS LAST, organisation_name COLLATE directory.text_order DESC,
        organisation_id DESC`,
    ],
  ])('follow the order of %s up to and past the last page', async (query, orderBy) => {
    const expected = await allIds(orderBy);
    for (const page of [0, 6, 7, 9, 14, 15, 16]) {
      const { content, totalSize, totalPages } = await list(`${query}&size=320&page=${page}`);
      expect([totalSize, totalPages]).toEqual([count, 16]);
      expect(content.map((item) => item.OrganisationId)).toEqual(
        expected.slice(page * 320, (page + 1) * 320),
      );
    }
  });

  it('start a descending order with null values, by OrganisationId descending', async () => {
    const { content } = await list('sort=Size,desc&size=1000&page=0');
    const nullRows = await allIds('organisation_id DESC', 'size IS NULL');
    expect(content.map((item) => item.OrganisationId)).toEqual(nullRows);
    expect(nullRows).toHaveLength(1_000);
  });

  it('contain only Active organisations when hideInactive is true', async () => {
    const expected = await allIds(
      'size COLLATE directory.text_order DESC NULLS FIRST, organisation_id DESC',
      `status = 'Active'`,
    );
    const { content, totalSize } = await list('sort=Size,desc&hideInactive=true&size=300&page=14');
    expect(totalSize).toBe(expected.length);
    expect(content.map((item) => item.OrganisationId)).toEqual(expected.slice(4_200, 4_500));
  });

  it.each(['filterBy=bank', 'filterBy=b', 'sort=Size,desc', 'sort=Size,desc&filterBy=bank'])(
    'show each change immediately on every page of %s',
    async (query) => {
      const last = `${query}&size=400&page=12`;
      for (let round = 0; round < 3; round += 1) {
        const { totalSize } = await list(last);
        const OrganisationId = `bank-${round}-${query.length}`;
        const body = anOrganisationBody({ OrganisationId, OrganisationName: 'Bank' });
        expect((await client.post('/organisations', body)).status).toBe(201);
        expect((await list(last)).totalSize).toBe(totalSize + 1);
        expect((await list(`${query}&size=400&page=3`)).totalSize).toBe(totalSize + 1);
      }
    },
  );

  it('exclude organisations that no longer match from a search and its total', async () => {
    const { totalSize } = await list('filterBy=bank&size=25');
    const renamed = anOrganisationBody({ OrganisationName: 'Trust', LegalEntityName: 'Trust' });
    expect((await client.put('/organisations/o1', renamed)).status).toBe(200);
    expect((await list('filterBy=bank&size=25&page=1')).totalSize).toBe(totalSize - 1);
    const { content } = await list('filterBy=bank&size=1');
    expect(content).toHaveLength(1);
    expect((await list('filterBy=bank&hideInactive=true')).totalSize).toBeLessThan(totalSize - 1);
  });
});
