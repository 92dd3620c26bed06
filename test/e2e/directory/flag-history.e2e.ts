import { startApp, type TestApp } from '../../support/app.js';
import { aFlag, aFlagBody, anOrganisation, anOrganisationBody } from '../../support/builders/organisation.js';
import { callers } from '../../support/callers.js';
import { expectErrors } from '../../support/framing.js';
import { admin, software, superUser, user } from '../../support/identities.js';
import { otherTransaction, waiting } from '../../support/other-transaction.js';

interface Entry {
  readonly Revision: number;
  readonly At: string;
  readonly By: unknown;
  readonly InteractionId: string;
  readonly Operation: string;
  readonly Changes: readonly unknown[];
}

describe('GET /references/flags/{FlagId}/history', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  let serial = 0;
  /** Creates a flag through the API and returns its id. */
  const created = async (overrides: Readonly<Record<string, unknown>> = {}): Promise<string> => {
    const body = aFlagBody({ Value: `value-${++serial}`, ...overrides });
    const answer = await service
      .as(admin)
      .post('/references/flags', body, { headers: { 'x-fapi-interaction-id': `Create-${serial}` } });
    expect(answer.status).toBe(201);
    return (answer.body as { Id: string }).Id;
  };
  const put = (id: string, overrides: Readonly<Record<string, unknown>>, identity = admin) =>
    service.as(identity).put(`/references/flags/${id}`, aFlagBody({ Cascade: false, ...overrides }), {
      headers: { 'x-fapi-interaction-id': 'Update-1' },
    });
  const entriesOf = async (id: string): Promise<readonly Entry[]> => {
    const answer = await service.as(admin).get(`/references/flags/${id}/history`);
    expect(answer.status).toBe(200);
    return (answer.body as { content: Entry[] }).content;
  };

  it('returns exactly the published page, newest first', async () => {
    const id = await created({ Value: 'Page', Description: 'Once' });
    await put(id, { Value: 'Page', AccessLevel: 3 }, superUser);
    const answer = await service.as(superUser).get(`/references/flags/${id}/history?size=10`);
    const [update, creation] = (answer.body as { content: Entry[] }).content;
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        content: [
          {
            Revision: 2,
            At: update?.At,
            By: { ClientId: 'website', UserEmail: 'super@scheme.example' },
            InteractionId: 'Update-1',
            Operation: 'Update',
            Changes: [
              { Field: 'UpdatedAt', Old: creation?.At, New: update?.At },
              { Field: 'Description', Old: 'Once', New: null },
              { Field: 'AccessLevel', Old: 0, New: 3 },
            ],
          },
          {
            Revision: 1,
            At: creation?.At,
            By: { ClientId: 'admin-client', UserEmail: null },
            InteractionId: `Create-${serial}`,
            Operation: 'Create',
            Changes: [
              { Field: 'CreatedAt', Old: null, New: creation?.At },
              { Field: 'UpdatedAt', Old: null, New: creation?.At },
              { Field: 'Name', Old: null, New: 'Company kind' },
              { Field: 'Description', Old: null, New: 'Once' },
              { Field: 'Type', Old: null, New: 'Organisation' },
              { Field: 'Value', Old: null, New: 'Page' },
              { Field: 'Status', Old: null, New: 'Active' },
              { Field: 'AccessLevel', Old: null, New: 0 },
            ],
          },
        ],
        totalPages: 1,
        totalSize: 2,
        pageable: {
          number: 0,
          sort: {
            sorted: true,
            orderBy: [{ property: 'Revision', direction: 'DESC', ignoreCase: false, ascending: false }],
          },
          size: 10,
          offset: 0,
          sorted: true,
          unpaged: false,
        },
        numberOfElements: 2,
        size: 10,
        offset: 0,
        empty: false,
        pageNumber: 0,
      },
    ]);
    expect(update?.At).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('returns each entry exactly once over all pages', async () => {
    const id = await created({ Value: 'Walk' });
    for (const AccessLevel of [1, 2, 3, 4]) await put(id, { Value: 'Walk', AccessLevel });
    const revisions: number[] = [];
    for (const page of [0, 1, 2, 3]) {
      const answer = await service.as(admin).get(`/references/flags/${id}/history?size=2&page=${page}`);
      revisions.push(...(answer.body as { content: Entry[] }).content.map((entry) => entry.Revision));
    }
    expect(revisions).toEqual([5, 4, 3, 2, 1]);
  });

  it('has no entry for a PUT that changes nothing, or only white space that is removed', async () => {
    const id = await created({ Value: 'Same' });
    expect((await put(id, { Value: 'Same' })).status).toBe(200);
    expect((await put(id, { Value: ' Same ' })).status).toBe(200);
    expect((await entriesOf(id)).map(({ Revision }) => Revision)).toEqual([1]);
  });

  it.each([
    ['a flag in use without Cascade', 409, { Status: 'Inactive' }, {}],
    ['the Type, Name and Value of another flag', 409, { Value: 'Taken' }, {}],
    ['If-Match of another version', 412, { AccessLevel: 9 }, { 'if-match': '"other"' }],
    ['an AccessLevel below 0', 400, { AccessLevel: -1 }, {}],
  ])('has no entry for a PUT that is rejected because of %s (%i)', async (_, status, change, headers) => {
    await aFlag(service.database, { flag_id: `taken-${++serial}`, name: `Name ${serial}`, value: 'Taken' });
    const body = { Name: `Name ${serial}`, Value: `value-${serial}` };
    const id = await created(body);
    const organisationId = await anOrganisation(service.database, { organisation_id: `carrier-${serial}` });
    await service.as(admin).put(`/organisations/${organisationId}`, anOrganisationBody({ Flags: [id] }));
    const answer = await service
      .as(admin)
      .put(`/references/flags/${id}`, aFlagBody({ ...body, Cascade: false, ...change }), { headers });
    expect(answer.status).toBe(status);
    expect((await entriesOf(id)).map(({ Operation }) => Operation)).toEqual(['Create']);
  });

  it('has one entry for a Cascade, beside those of the organisations that lose the flag', async () => {
    const id = await created({ Value: 'Cascade' });
    for (const organisationId of ['lost-1', 'lost-2']) {
      await anOrganisation(service.database, { organisation_id: organisationId });
      await service.as(admin).put(`/organisations/${organisationId}`, anOrganisationBody({ Flags: [id] }));
    }
    const answer = await put(id, { Value: 'Cascade', Status: 'Inactive', Cascade: true });
    expect(answer.status).toBe(200);
    expect((await entriesOf(id)).map(({ Operation, Changes }) => [Operation, Changes.length])).toEqual([
      ['Update', 2],
      ['Create', 7],
    ]);
    for (const organisationId of ['lost-1', 'lost-2']) {
      const { body } = await service.as(admin).get(`/organisations/${organisationId}/history`);
      expect((body as { content: Entry[] }).content[0]).toMatchObject({
        Operation: 'FlagCascade',
        InteractionId: 'Update-1',
        Changes: [{ Field: 'Flags', Old: [id], New: [] }],
      });
    }
  });

  it('has both entries in order when two PUTs arrive at once, each beginning where the other ended', async () => {
    const id = await created({ Value: 'Race' });
    const lock = await otherTransaction(service.database);
    await lock.query('SELECT FROM directory.flag WHERE flag_id = $1 FOR UPDATE', [id]);
    const answers = [put(id, { Value: 'Race', AccessLevel: 1 }), put(id, { Value: 'Race', AccessLevel: 2 })];
    await waiting(service.database, 2);
    await lock.commit();
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200]);
    const [last, first, creation] = await entriesOf(id);
    expect([last?.Revision, first?.Revision, creation?.Revision]).toEqual([3, 2, 1]);
    const levelOf = (entry: Entry | undefined): unknown => entry?.Changes[1];
    const level = (levelOf(first) as { New: number }).New;
    expect([levelOf(first), levelOf(last)]).toEqual([
      { Field: 'AccessLevel', Old: 0, New: level },
      { Field: 'AccessLevel', Old: level, New: 3 - level },
    ]);
  });

  it.each(['POST', 'PUT'])(
    'keeps neither the flag nor the entry of a %s whose connection is cut between the two',
    async (method) => {
      const id = await created({ Value: `Cut ${method}` });
      const rows = `SELECT (SELECT count(*)::int FROM directory.flag) AS flags, (SELECT count(*)::int FROM directory.flag_history) AS entries,
        (SELECT sum(revision)::int FROM directory.flag) AS revisions`;
      const before = await service.database.query(rows);
      const lock = await otherTransaction(service.database);
      await lock.query('LOCK TABLE directory.flag_history IN SHARE MODE');
      const answer =
        method === 'PUT'
          ? put(id, { Value: 'Cut PUT', AccessLevel: 1 })
          : service.as(admin).post('/references/flags', aFlagBody({ Value: 'Never' }));
      await waiting(service.database);
      await service.database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND usename = 'directory_service' AND wait_event_type = 'Lock'`,
      );
      expect((await answer).status).toBe(502);
      await lock.commit();
      expect(await service.database.query(rows)).toEqual(before);
      expect((await put(id, { Value: `Cut ${method}`, AccessLevel: 2 })).status).toBe(200);
      expect((await entriesOf(id)).map(({ Revision }) => Revision)).toEqual([2, 1]);
    },
  );

  it('is empty for a flag that the API neither created nor changed', async () => {
    await aFlag(service.database, { flag_id: 'untouched', value: 'Untouched' });
    const answer = await service.as(admin).get('/references/flags/untouched/history');
    expect([answer.status, answer.body]).toMatchObject([200, { content: [], totalSize: 0, empty: true }]);
  });

  describe('checks a request in the order of the contract:', () => {
    const path = '/references/flags/none/history';
    it.each([
      ['the token', 401, null, `${path}?sort=At`],
      ['the rights before the parameters', 403, software, `${path}?sort=At`],
      ['the rights before the flag', 403, user('anna@bank.example'), path],
      ['the parameters before the flag', 400, admin, `${path}?sort=At&size=1001`],
      ['the flag', 404, admin, path],
      ['a flag id of 41 characters', 400, admin, `/references/flags/${'i'.repeat(41)}/history`],
    ])('%s (%i)', async (_, status, identity, target) => {
      expectErrors(await service.as(identity).get(target), status);
    });

    it('names each faulty parameter', async () => {
      const answer = await service.as(admin).get(`${path}?sort=At&size=1001`);
      expect(answer.body).toEqual({
        errors: [
          'sort is not a known parameter; known are page, size',
          'size must be a whole number from 1 to 1000',
        ],
      });
    });

    it('words an unknown flag as GET of the flag does', async () => {
      const [history, flag] = [
        await service.as(admin).get(path),
        await service.as(admin).get('/references/flags/none'),
      ];
      expect(history.text).toBe(flag.text);
    });
  });

  it('is read-only', async () => {
    const answer = await service.as(admin).send('DELETE', '/references/flags/untouched/history');
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it.each(callers)('may be read by operators only: %s', async (_, caller, rights) => {
    const id = await created();
    const answer = await service.as(caller).get(`/references/flags/${id}/history`);
    const expected = rights.addFlag === 201 ? 200 : rights.addFlag;
    expect(answer.status).toBe(expected);
    if (expected === 403) expectErrors(answer, 403);
  });

  it('is not readable by whoever the level of a flag is open to', async () => {
    const id = await created();
    const answer = await service
      .as({ ...software, flag_access_level: 5 })
      .get(`/references/flags/${id}/history`);
    expectErrors(answer, 403);
  });
});
