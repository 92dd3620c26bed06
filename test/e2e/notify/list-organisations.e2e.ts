import { Database } from '../../../src/database/database.js';
import { startApp, type TestApp } from '../../support/app.js';
import {
  aLinkedService,
  anOrganisation,
  type OrganisationBody,
} from '../../support/builders/notify-organisation.js';

const nhsNotify = {
  active: true,
  count_of_live_services: 0,
  domains: [],
  id: '477f8870-af2b-4b81-9a2c-1fad12028919',
  name: 'NHS Notify',
  organisation_type: 'nhs_notify',
};

describe('GET /organisation', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  beforeEach(async () => {
    await service.database.query('UPDATE notify.service SET organisation_id = NULL');
    await service.database.query('DELETE FROM notify.organisation_domain');
    await service.database.query('DELETE FROM notify.organisation WHERE id <> $1', [nhsNotify.id]);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => service.close());

  const list = (query = '') => service.notify.get(`/organisation${query}`);
  const namesOf = (body: unknown): string[] => (body as OrganisationBody[]).map(({ name }) => name);

  it('returns a bare array of every organisation with exactly six keys each', async () => {
    const { id } = await anOrganisation(service, {
      name: 'Cabinet Office',
      organisation_type: 'central',
      domains: ['cabinetoffice.gov.uk', 'another.gov.uk'],
    });
    await aLinkedService(service.database, id);
    const answer = await list();
    expect([answer.status, answer.body]).toEqual([
      200,
      [
        {
          active: true,
          count_of_live_services: 1,
          domains: ['cabinetoffice.gov.uk', 'another.gov.uk'],
          id,
          name: 'Cabinet Office',
          organisation_type: 'central',
        },
        nhsNotify,
      ],
    ]);
  });

  it('lists active organisations first, then sorts by name', async () => {
    for (const [name, active] of [
      ['Zoo', true],
      ['apple', true],
      ['Banana', true],
      ['Éclair', true],
      ['Aardvark', false],
      ['aardvark', false],
    ] as const)
      await anOrganisation(service, { name, active });
    expect(namesOf((await list()).body)).toEqual([
      'apple',
      'Banana',
      'Éclair',
      'NHS Notify',
      'Zoo',
      'aardvark',
      'Aardvark',
    ]);
  });

  it('counts services that are active and not on trial, whatever count_as_live says', async () => {
    const { id } = await anOrganisation(service, { name: 'A' });
    const other = await anOrganisation(service, { name: 'B' });
    await aLinkedService(service.database, id);
    await aLinkedService(service.database, id, { count_as_live: false });
    await aLinkedService(service.database, id, { restricted: true });
    await aLinkedService(service.database, id, { active: false });
    await aLinkedService(service.database, other.id, { restricted: true });
    await aLinkedService(service.database, null);
    const counts = ((await list()).body as OrganisationBody[]).map((each) => each.count_of_live_services);
    expect(counts).toEqual([2, 0, 0]);
  });

  it('includes an organisation without a type', async () => {
    const { id } = await anOrganisation(service, { name: 'A' });
    await service.database.query('UPDATE notify.organisation SET organisation_type = NULL WHERE id = $1', [
      id,
    ]);
    expect((await list()).body).toMatchObject([{ id, organisation_type: null }, {}]);
  });

  it('runs the same number of queries for 1 organisation and for 50', async () => {
    const query = jest.spyOn(service.app.get(Database), 'query');
    const transaction = jest.spyOn(service.app.get(Database), 'transaction');
    await list();
    const before = query.mock.calls.length;
    for (let number = 0; number < 50; number += 1) {
      const { id } = await anOrganisation(service, { domains: [`org-${number}.gov.uk`] });
      await aLinkedService(service.database, id);
    }
    query.mockClear();
    transaction.mockClear();
    const answer = await list();
    expect([(answer.body as unknown[]).length, before, query.mock.calls.length]).toEqual([51, 1, 1]);
    expect(transaction).not.toHaveBeenCalled();
  });

  it('returns a strong entity tag, and 304 if If-None-Match names it', async () => {
    const etag = (await list()).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]+"$/);
    const again = await service.notify.get('/organisation', { headers: { 'if-none-match': etag } });
    expect([again.status, again.text]).toEqual([304, '']);
    await anOrganisation(service);
    const changed = await service.notify.get('/organisation', { headers: { 'if-none-match': etag } });
    expect(changed.status).toBe(200);
  });

  it('returns every organisation without a Link header if page and page_size are absent', async () => {
    for (let number = 10; number < 70; number += 1) await anOrganisation(service, { name: `Org ${number}` });
    const answer = await list();
    expect([(answer.body as unknown[]).length, answer.headers.get('link')]).toEqual([61, null]);
  });

  it('returns a page, numbered from 1, with links to its neighbours if page or page_size is given', async () => {
    for (let number = 10; number < 70; number += 1) await anOrganisation(service, { name: `Org ${number}` });
    const all = namesOf((await list()).body);
    const page = async (query: string): Promise<[string[], string | null]> => {
      const answer = await list(query);
      return [namesOf(answer.body), answer.headers.get('link')];
    };
    const link = (relation: string, number: number, size: number): string =>
      `</organisation?page=${number}&page_size=${size}>; rel="${relation}"`;
    expect(await page('?page=1&page_size=20')).toEqual([
      all.slice(0, 20),
      [link('first', 1, 20), link('next', 2, 20), link('last', 4, 20)].join(', '),
    ]);
    expect(await page('?page=2&page_size=20')).toEqual([
      all.slice(20, 40),
      [link('first', 1, 20), link('prev', 1, 20), link('next', 3, 20), link('last', 4, 20)].join(', '),
    ]);
    expect(await page('?page_size=60&page=2')).toEqual([
      all.slice(60),
      [link('first', 1, 60), link('prev', 1, 60), link('last', 2, 60)].join(', '),
    ]);
    expect(await page('?page=2')).toEqual([
      all.slice(50),
      [link('first', 1, 50), link('prev', 1, 50), link('last', 2, 50)].join(', '),
    ]);
    expect((await page('?page_size=5000'))[0]).toEqual(all);
    expect(await page('?page=1000000000&page_size=5000')).toEqual([
      [],
      [link('first', 1, 5000), link('prev', 1, 5000), link('last', 1, 5000)].join(', '),
    ]);
  });

  it('includes domains and counts on a page', async () => {
    const { id } = await anOrganisation(service, { name: 'Zoo', domains: ['zoo.gov.uk'] });
    await aLinkedService(service.database, id);
    expect((await list('?page=2&page_size=1')).body).toMatchObject([
      { id, domains: ['zoo.gov.uk'], count_of_live_services: 1 },
    ]);
  });

  const wrongPage = { page: ['Must be a whole number from 1 to 1000000000.'] };
  const wrongSize = { page_size: ['Must be a whole number from 1 to 5000.'] };
  it.each([
    ['?page=0', wrongPage],
    ['?page=-1', wrongPage],
    ['?page=1.5', wrongPage],
    ['?page=', wrongPage],
    ['?page=x', wrongPage],
    ['?page=1000000001', wrongPage],
    ['?page=99999999999999999999', wrongPage],
    ['?page_size=0', wrongSize],
    ['?page_size=5001', wrongSize],
    ['?page=1&page_size=', wrongSize],
    ['?page=x&page_size=x', { ...wrongPage, ...wrongSize }],
  ])('rejects %s', async (query, message) => {
    const answer = await list(query);
    expect([answer.status, answer.body]).toEqual([400, { message, result: 'error' }]);
  });
});
