import { startApp, type TestApp } from '../../support/app.js';
import { aFlag, aFlagBody, anOrganisation, anOrganisationBody } from '../../support/builders/organisation.js';
import { admin, software, superUser, user } from '../../support/identities.js';

const ifMatchIsMissing =
  'If-Match must be given on a change. Read the resource and send its ETag, quotes included.';

describe('PUT /references/flags/{FlagId}', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  let serial = 0;
  const longAgo = '2024-02-03T04:05:06.789Z';
  /** Creates a flag for one test, on the given number of new organisations. */
  const fresh = async (carriers = 0, overrides: Readonly<Record<string, unknown>> = {}): Promise<string> => {
    const id = `flag-${++serial}`;
    const organisationIds: string[] = [];
    for (let index = carriers; index > 0; index--) {
      organisationIds.push(await anOrganisation(service.database, { organisation_id: `${id}-org-${index}` }));
    }
    const row = { flag_id: id, value: `v-${id}`, created_at: longAgo, updated_at: longAgo, ...overrides };
    return aFlag(service.database, row, organisationIds);
  };
  const bodyOf = (id: string, overrides: Readonly<Record<string, unknown>> = {}): Record<string, unknown> =>
    aFlagBody({ Value: `v-${id}`, Cascade: false, ...overrides });
  const carriersOf = async (id: string): Promise<string[]> => {
    const rows = await service.database.query<{ organisation_id: string }>(
      'SELECT organisation_id FROM directory.organisation_flag WHERE flag_id = $1 ORDER BY 1',
      [id],
    );
    return rows.map((row) => row.organisation_id);
  };
  const historyOf = (organisationId: string): Promise<Record<string, unknown>[]> =>
    service.database.query(
      `SELECT revision, client_id, user_email, interaction_id, operation, changes
       FROM directory.organisation_history WHERE organisation_id = $1 ORDER BY revision`,
      [organisationId],
    );
  const isLater = (text: unknown): boolean => typeof text === 'string' && text > longAgo;

  it('replaces a flag of the highest AccessLevel', async () => {
    const id = await fresh(0, { access_level: 2_147_483_647 });
    const body = bodyOf(id, { AccessLevel: 2_147_483_647, Name: 'Highest' });
    expect((await service.as(admin).put(`/references/flags/${id}`, body)).status).toBe(200);
  });

  it('replaces the whole flag and updates UpdatedAt', async () => {
    const id = await fresh(0, { description: 'What it is' });
    const answer = await service
      .as(superUser)
      .put(`/references/flags/${id}`, bodyOf(id, { Name: 'Kind', AccessLevel: 4 }));
    const { UpdatedAt, ...rest } = answer.body as Record<string, unknown>;
    expect([answer.status, rest, isLater(UpdatedAt)]).toEqual([
      200,
      {
        Id: id,
        CreatedAt: longAgo,
        Name: 'Kind',
        Description: null,
        Type: 'Organisation',
        Value: `v-${id}`,
        Status: 'Active',
        AccessLevel: 4,
      },
      true,
    ]);
    const read = await service.as(admin).get(`/references/flags/${id}`);
    expect([read.text, read.headers.get('etag')]).toEqual([answer.text, answer.headers.get('etag')]);
  });

  it('keeps every value when nothing changes', async () => {
    const id = await fresh(1);
    const before = await service.as(admin).get(`/references/flags/${id}`);
    const answer = await service.as(admin).put(`/references/flags/${id}`, bodyOf(id, { Cascade: true }));
    expect([answer.status, answer.text, answer.headers.get('etag')]).toEqual([
      200,
      before.text,
      before.headers.get('etag'),
    ]);
    expect(await carriersOf(id)).toEqual([`${id}-org-1`]);
  });

  it('writes no history entry for a change that does not affect organisations with the flag', async () => {
    const id = await fresh(1);
    const answer = await service.as(admin).put(`/references/flags/${id}`, bodyOf(id, { Name: 'Other' }));
    expect([answer.status, await carriersOf(id), await historyOf(`${id}-org-1`)]).toEqual([
      200,
      [`${id}-org-1`],
      [],
    ]);
  });

  it.each([{ Status: 'Inactive' }, { Type: 'Software_Statement' }])(
    'rejects %j for a flag in use without Cascade, and changes nothing',
    async (change) => {
      const id = await fresh(1);
      const before = await service.as(admin).get(`/references/flags/${id}`);
      const answer = await service.as(admin).put(`/references/flags/${id}`, bodyOf(id, change));
      expect([answer.status, answer.body]).toEqual([
        409,
        {
          errors: [
            'The flag is in use. Send Cascade: true to remove it from every organisation that carries it.',
          ],
        },
      ]);
      const after = await service.as(admin).get(`/references/flags/${id}`);
      expect([after.text, await carriersOf(id)]).toEqual([before.text, [`${id}-org-1`]]);
    },
  );

  it.each([{ Status: 'Inactive' }, { Type: 'Authorisation_Server' }])(
    'accepts %j for an unused flag without Cascade',
    async (change) => {
      const id = await fresh();
      const answer = await service.as(admin).put(`/references/flags/${id}`, bodyOf(id, change));
      expect([answer.status, answer.body]).toMatchObject([200, change]);
    },
  );

  it.each([{ Status: 'Inactive' }, { Type: 'Software_Statement' }])(
    'removes the flag from all organisations for %j with Cascade, each with a history entry',
    async (change) => {
      const id = await fresh(3);
      await aFlag(service.database, { flag_id: `${id}-b`, value: `${id}-b` }, [`${id}-org-2`]);
      await aFlag(service.database, { flag_id: `a-${id}`, value: `a-${id}` }, [`${id}-org-2`]);
      const answer = await service
        .as(superUser)
        .put(`/references/flags/${id}`, bodyOf(id, { ...change, Cascade: true }), {
          headers: { 'x-fapi-interaction-id': 'Cascade-1' },
        });
      expect([answer.status, answer.body]).toMatchObject([200, change]);
      const entry = (Old: string[], New: string[]): Record<string, unknown> => ({
        revision: 2,
        client_id: 'website',
        user_email: 'super@scheme.example',
        interaction_id: 'Cascade-1',
        operation: 'FlagCascade',
        changes: [{ Field: 'Flags', Old, New }],
      });
      expect([
        await carriersOf(id),
        await historyOf(`${id}-org-1`),
        await historyOf(`${id}-org-2`),
        await historyOf(`${id}-org-3`),
      ]).toEqual([
        [],
        [entry([id], [])],
        [entry([`a-${id}`, id, `${id}-b`], [`a-${id}`, `${id}-b`])],
        [entry([id], [])],
      ]);
    },
  );

  it('removes the flag from more organisations than one batch contains', async () => {
    const id = await fresh();
    await service.database.query(
      `INSERT INTO directory.organisation (organisation_id, status, organisation_name, legal_entity_name,
         country_of_registration, company_register, registration_number, address_line1, city, postcode, country)
       SELECT 'many-' || number, 'Active', 'Many', 'Many', 'GB', 'Register', number, '1 Example Street', 'London', 'EC1', 'GB'
       FROM generate_series(1, 2500) AS number`,
    );
    await service.database.query(
      `INSERT INTO directory.organisation_flag SELECT 'many-' || number, $1 FROM generate_series(1, 2500) AS number`,
      [id],
    );
    const answer = await service
      .as(admin)
      .put(`/references/flags/${id}`, bodyOf(id, { Status: 'Inactive', Cascade: true }));
    const counts = await service.database.query(
      `SELECT count(*)::int AS entries, count(DISTINCT o.organisation_id)::int AS organisations, min(o.revision) AS revision
       FROM directory.organisation o JOIN directory.organisation_history USING (organisation_id, revision)
       WHERE o.organisation_id LIKE 'many-%'`,
    );
    expect([answer.status, await carriersOf(id), counts]).toEqual([
      200,
      [],
      [{ entries: 2500, organisations: 2500, revision: 2 }],
    ]);
  });

  it('rejects the Type, Name and Value of another flag, and then removes the flag from no organisation', async () => {
    const other = await fresh();
    const id = await fresh(1);
    const answer = await service
      .as(admin)
      .put(`/references/flags/${id}`, bodyOf(other, { Status: 'Inactive', Cascade: true }));
    expect([answer.status, answer.body, await carriersOf(id)]).toEqual([
      409,
      {
        errors: [
          'A flag with this Type, Name and Value exists already. Use that flag, or send another Name or Value.',
        ],
      },
      [`${id}-org-1`],
    ]);
  });

  it('requires If-Match to name the current version', async () => {
    const id = await fresh();
    const etag = (await service.as(admin).get(`/references/flags/${id}`)).headers.get('etag') ?? '';
    const put = (ifMatch: string, Name: string) =>
      service
        .as(admin)
        .put(`/references/flags/${id}`, bodyOf(id, { Name }), { headers: { 'if-match': ifMatch } });
    expect([(await put(etag, 'First')).status, (await put(etag, 'Second')).status]).toEqual([200, 412]);
    expect((await service.as(admin).get(`/references/flags/${id}`)).body).toMatchObject({ Name: 'First' });
  });

  it('requires a boolean Cascade and all fields that POST requires', async () => {
    const id = await fresh();
    const answer = await service
      .as(admin)
      .put(`/references/flags/${id}`, { Cascade: 'true', Description: 'x' });
    expect([answer.status, answer.body]).toEqual([
      400,
      {
        errors: [
          'Cascade must be true or false',
          'Name must be provided',
          'Type must be provided',
          'Value must be provided',
          'Status must be provided',
          'AccessLevel must be provided',
        ],
      },
    ]);
    const missing = await service
      .as(admin)
      .put(`/references/flags/${id}`, bodyOf(id, { Cascade: undefined }));
    expect([missing.status, missing.body]).toEqual([400, { errors: ['Cascade must be provided'] }]);
  });

  it('answers 404 for an unknown flag and creates nothing', async () => {
    const answer = await service
      .as(admin)
      .put('/references/flags/none', bodyOf('none'), { headers: { 'if-match': '*' } });
    expect([answer.status, answer.body]).toEqual([
      404,
      {
        errors: [
          'FlagId names no flag that this token may see. GET /references/flags lists those that it may see.',
        ],
      },
    ]);
  });

  it.each([
    ['a website user who is no super user', user('anna@bank.example')],
    ['a client that only reads', software],
  ])('is not for %s', async (_, identity) => {
    const id = await fresh();
    expect((await service.as(identity).put(`/references/flags/${id}`, bodyOf(id))).status).toBe(403);
  });

  it('never leaves an Inactive flag in use when it races with an assignment', async () => {
    const rounds = Array.from({ length: 8 }, () => fresh(3));
    for (const id of await Promise.all(rounds)) {
      const flags = { Flags: [id] };
      const assign = (number: number) =>
        service
          .as(admin)
          .put(`/organisations/${id}-org-${number}`, anOrganisationBody({ ...flags, City: 'Leeds' }));
      const take = (number: number) =>
        service.as(admin).put(`/organisations/${id}-org-${number}`, anOrganisationBody({ City: 'Leeds' }));
      const answers = await Promise.all([
        assign(3),
        take(1),
        service.as(admin).put(`/references/flags/${id}`, bodyOf(id, { Status: 'Inactive', Cascade: true })),
        assign(2),
        take(3),
        assign(1),
      ]);
      const [flag] = await service.database.query('SELECT status FROM directory.flag WHERE flag_id = $1', [
        id,
      ]);
      expect([flag, await carriersOf(id)]).toEqual([{ status: 'Inactive' }, []]);
      expect(answers[2].status).toBe(200);
      expect(answers.filter(({ status }) => status !== 200 && status !== 400)).toEqual([]);
    }
  });
});

describe('PUT /references/flags/{FlagId} with REQUIRE_IF_MATCH', () => {
  it('rejects a change without If-Match', async () => {
    const service = await startApp({ REQUIRE_IF_MATCH: 'true' });
    await aFlag(service.database);
    const answer = await service
      .as(admin)
      .put('/references/flags/flag-1', aFlagBody({ Cascade: false, Name: 'New' }));
    expect([answer.status, answer.body]).toEqual([428, { errors: [ifMatchIsMissing] }]);
    await service.close();
  });
});
