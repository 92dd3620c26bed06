import { startApp, type TestApp } from '../../support/app.js';
import {
  aFlag,
  anAdminUser,
  anOrganisation,
  anOrganisationBody,
} from '../../support/builders/organisation.js';
import { callers, website } from '../../support/callers.js';
import type { Answer } from '../../support/answer.js';
import type { Identity } from '../../support/client.js';
import { expectErrors } from '../../support/framing.js';
import { admin, software, superUser, user } from '../../support/identities.js';

const realm = 'Bearer realm="organisations-directory"';
const lacksReadScope = `${realm}, error="insufficient_scope", scope="directory:software directory:website"`;
const lacksOperatorScope = `${realm}, error="insufficient_scope", scope="directory:admin"`;
const lacksWriteScope = `${realm}, error="insufficient_scope", scope="directory:website"`;

describe('the rights on organisations', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
    await anOrganisation(service.database, { organisation_id: 'own' });
    await anOrganisation(service.database, { organisation_id: 'other', created_on: '2024-01-01T00:00:00Z' });
    await anAdminUser(service.database, 'own', 'ann@bank.example');
    await anAdminUser(service.database, 'own', 'dan@bank.example', 'Inactive');
    await anAdminUser(service.database, 'other', 'bob@tpp.example');
  });
  afterAll(() => service.close());

  describe('GET /organisations', () => {
    it.each(callers)('by %s', async (_, caller, rights) => {
      const answer = await service.as(caller).get('/organisations');
      expect(typeof rights.list === 'number' ? answer.status : idsOf(answer)).toEqual(rights.list);
    });
  });

  describe('GET /organisations/{OrganisationId}', () => {
    it.each(callers)('by %s', async (_, caller, rights) => {
      const own = await service.as(caller).get('/organisations/own');
      const other = await service.as(caller).get('/organisations/other');
      expect([own.status, other.status]).toEqual(rights.get);
    });
  });

  describe('PUT /organisations/{OrganisationId}', () => {
    it.each(callers)('by %s', async (_, caller, rights) => {
      const own = await service.as(caller).put('/organisations/own', anOrganisationBody());
      const other = await service.as(caller).put('/organisations/other', anOrganisationBody());
      expect([own.status, other.status]).toEqual(rights.put);
    });
  });

  it('store nothing of a rejected change', async () => {
    const before = await service.as(admin).get('/organisations');
    const history = await service.database.query('SELECT FROM directory.organisation_history');
    const body = anOrganisationBody({ OrganisationName: 'Taken over' });
    for (const caller of [null, software, user('bob@tpp.example'), user('dan@bank.example'), website({})]) {
      await service.as(caller).put('/organisations/own', body);
      await service.as(caller).post('/organisations', body);
    }
    expect((await service.as(admin).get('/organisations')).text).toBe(before.text);
    expect(await service.database.query('SELECT FROM directory.organisation_history')).toHaveLength(
      history.length,
    );
  });

  describe('WWW-Authenticate', () => {
    it.each([
      ['is a bare challenge where there is no token', null, 'GET', realm],
      ['is a bare challenge where there is no token for a change', null, 'PUT', realm],
      ['names the scopes that read', { scope: 'openid' }, 'GET', lacksReadScope],
      ['names the scope that writes', { scope: 'openid' }, 'PUT', lacksWriteScope],
      ['names the scope that writes, to a reader', software, 'PUT', lacksWriteScope],
      ['names the scope that creates, to a reader', software, 'POST', lacksOperatorScope],
      ['names the scope that creates', { scope: 'openid' }, 'POST', lacksOperatorScope],
      ['is absent where another scope would not help', user('ann@bank.example'), 'POST', null],
      ['is absent where the user is none', website({}), 'GET', null],
    ] as const)('%s', async (_, caller, method, challenge) => {
      const path = method === 'PUT' ? '/organisations/own' : '/organisations';
      const body = method === 'GET' ? {} : { body: anOrganisationBody() };
      const answer = await service.as(caller).send(method, path, body);
      expectErrors(answer, caller === null ? 401 : 403);
      expect(answer.headers.get('www-authenticate')).toBe(challenge);
    });
  });

  describe('a hidden organisation', () => {
    const bob = user('bob@tpp.example');

    it('gets the same bytes as an unknown organisation', async () => {
      const hidden = await service.as(bob).get('/organisations/own');
      const absent = await service.as(bob).get('/organisations/none');
      expectErrors(absent, 404);
      expect([hidden.status, hidden.text]).toEqual([absent.status, absent.text]);
      expect(headerNames(hidden)).toEqual(headerNames(absent));
    });

    it('gets the same bytes as an unknown organisation for a change, with other errors in the request', async () => {
      for (const body of [anOrganisationBody(), anOrganisationBody({ Status: 'Withdrawn' })]) {
        for (const headers of [{}, { 'if-match': '"x"' }, { 'if-match': '*' }]) {
          const hidden = await service.as(bob).put('/organisations/own', body, { headers });
          const absent = await service.as(bob).put('/organisations/none', body, { headers });
          expectErrors(absent, 404);
          expect([hidden.status, hidden.text]).toEqual([absent.status, absent.text]);
        }
      }
    });

    it('is excluded from the totals', async () => {
      const answer = await service.as(bob).get('/organisations?size=1');
      expect(answer.body).toMatchObject({ totalSize: 1, totalPages: 1 });
    });

    it('is excluded from searches', async () => {
      expect(idsOf(await service.as(bob).get('/organisations?filterBy=own'))).toEqual([]);
    });
  });

  describe('displayMine', () => {
    it.each([
      ['a user may name themselves', user('ann@bank.example'), 'ann@bank.example', ['own']],
      ['a user may name themselves in another case', user('ann@bank.example'), 'ANN@Bank.Example', ['own']],
      ['a user may not name another', user('ann@bank.example'), 'bob@tpp.example', 403],
      ['directory:admin may name anybody', admin, 'bob@tpp.example', ['other']],
      ['directory:software may name anybody', software, 'ann@bank.example', ['own']],
      ['a super user may name anybody', superUser, 'ann@bank.example', ['own']],
      [
        'a user may not name another, even with directory:software',
        user('ann@bank.example', { scope: 'directory:software directory:website' }),
        'bob@tpp.example',
        403,
      ],
      [
        'a user with directory:software may name themselves',
        user('ann@bank.example', { scope: 'directory:software directory:website' }),
        'ann@bank.example',
        ['own'],
      ],
      [
        'directory:software of a user may name nobody',
        { ...software, email: 'ann@bank.example' },
        'bob@tpp.example',
        403,
      ],
      [
        'directory:software of a user by profile may name nobody',
        user('ann@bank.example', { scope: 'directory:software' }),
        'bob@tpp.example',
        403,
      ],
      ['a disabled administrator has none', admin, 'dan@bank.example', []],
    ])('%s', async (_, caller, email, expected) => {
      const answer = await service.as(caller).get(`/organisations?displayMine=${encodeURIComponent(email)}`);
      expect(typeof expected === 'number' ? answer.status : idsOf(answer)).toEqual(expected);
    });
  });

  it('end immediately for a disabled administrator with the same token', async () => {
    await anAdminUser(service.database, 'own', 'tom@bank.example');
    const token = await service.issuer.token(user('tom@bank.example'));
    const headers = { authorization: `Bearer ${token}` };
    const put = (): Promise<Answer> =>
      service.as(null).put('/organisations/own', anOrganisationBody(), { headers });
    expect((await put()).status).toBe(200);
    await service.database.query(
      `UPDATE directory.admin_user SET status = 'Inactive' WHERE user_email = 'tom@bank.example'`,
    );
    expect((await put()).status).toBe(404);
    expect((await service.as(null).get('/organisations/own', { headers })).status).toBe(404);
    expect(idsOf(await service.as(null).get('/organisations', { headers }))).toEqual([]);
  });
});

describe('the right to create organisations', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
    await anOrganisation(service.database, { organisation_id: 'own' });
    await anAdminUser(service.database, 'own', 'ann@bank.example');
  });
  afterAll(() => service.close());

  const count = async (): Promise<number> =>
    (await service.database.query('SELECT FROM directory.organisation')).length;

  it.each(callers)('applies to %s', async (_, caller, rights) => {
    const before = await count();
    const answer = await service.as(caller).post('/organisations', anOrganisationBody());
    expect(answer.status).toBe(rights.post);
    expect((await count()) - before).toBe(rights.post === 201 ? 1 : 0);
  });
});

describe('the transitions of Status', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
    await anOrganisation(service.database);
    await anAdminUser(service.database, 'org-1', 'ann@bank.example');
  });
  afterAll(() => service.close());

  const statuses = ['Active', 'Pending', 'Withdrawn'] as const;
  const moves = statuses.flatMap((from) => [...statuses, undefined].map((to) => [from, to] as const));

  it.each(moves)('by an administrator from %s to %s', async (from, to) => {
    await service.database.query('UPDATE directory.organisation SET status = $1', [from]);
    const answer = await service
      .as(user('ann@bank.example'))
      .put('/organisations/org-1', anOrganisationBody({ Status: to }));
    const isAllowed = to !== 'Active' || from === 'Active';
    expect(answer.status).toBe(isAllowed ? 200 : 403);
    expect(await statusOf(service)).toBe(isAllowed ? (to ?? 'Pending') : from);
    expect(answer.headers.get('www-authenticate')).toBeNull();
  });

  it.each(moves)('by an operator from %s to %s', async (from, to) => {
    for (const operator of [admin, superUser]) {
      await service.database.query('UPDATE directory.organisation SET status = $1', [from]);
      const answer = await service
        .as(operator)
        .put('/organisations/org-1', anOrganisationBody({ Status: to }));
      expect(answer.status).toBe(200);
      expect(await statusOf(service)).toBe(to ?? 'Pending');
    }
  });
});

describe('the clearance for flags', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
    await anOrganisation(service.database);
    await anAdminUser(service.database, 'org-1', 'ann@bank.example');
    for (const level of [0, 1, 5, 6]) {
      await aFlag(service.database, {
        flag_id: `level-${level}`,
        value: `Level ${level}`,
        access_level: level,
      });
    }
  });
  beforeEach(async () => {
    await service.database.query('DELETE FROM directory.organisation_flag');
    await service.database.query(
      `INSERT INTO directory.organisation_flag SELECT 'org-1', flag_id FROM directory.flag`,
    );
  });
  afterAll(() => service.close());

  const ann = (level?: unknown): Identity =>
    user('ann@bank.example', level === undefined ? {} : { flag_access_level: level });

  it.each([
    ['directory:admin', admin, [0, 1, 5, 6]],
    ['a super user', superUser, [0, 1, 5, 6]],
    ['directory:admin, whatever its claim', { ...admin, flag_access_level: 0 }, [0, 1, 5, 6]],
    ['directory:software', software, [0]],
    ['directory:software with level 5', { ...software, flag_access_level: 5 }, [0, 1, 5]],
    ['a user', ann(), [0]],
    ['a user with level 0', ann(0), [0]],
    ['a user with level 1', ann(1), [0, 1]],
    ['a user with level 5', ann(5), [0, 1, 5]],
    ['a user with level 2147483647', ann(2_147_483_647), [0, 1, 5, 6]],
    ['a user with a level beyond all integers', ann(1e15), [0, 1, 5, 6]],
    ['a user with a negative level', ann(-1), [0]],
    ['a user with a level that is text', ann('5'), [0]],
    ['a user with a level that has a fraction', ann(5.5), [0]],
    ['a user with a level that is null', ann(null), [0]],
    ['a user with a level that is a list', ann([5]), [0]],
  ])('limits the flags that %s sees', async (_, caller, levels) => {
    const expected = levels.map((level) => `level-${level}`);
    const one = await service.as(caller).get('/organisations/org-1');
    expect(flagIdsOf(one.body)).toEqual(expected);
    const listing = await service.as(caller).get('/organisations');
    expect(contentOf(listing).map(flagIdsOf)).toEqual([expected]);
  });

  it('answers the assignment of a flag above the clearance like an unknown id', async () => {
    const put = (flagId: string): Promise<Answer> =>
      service.as(ann(1)).put('/organisations/org-1', anOrganisationBody({ Flags: [flagId] }));
    const above = await put('level-5');
    const unknown = await put('level-9');
    expectErrors(above, 400);
    expect(above.text.replace('level-5', 'level-9')).toBe(unknown.text);
    expect((await put('level-1')).status).toBe(200);
  });

  it("PUT keeps flags above the caller's clearance", async () => {
    const answer = await service
      .as(ann(1))
      .put('/organisations/org-1', anOrganisationBody({ Flags: ['level-1'] }));
    expect(flagIdsOf(answer.body)).toEqual(['level-1']);
    expect(flagIdsOf((await service.as(admin).get('/organisations/org-1')).body)).toEqual([
      'level-1',
      'level-5',
      'level-6',
    ]);
  });

  it("PUT keeps flags above the caller's clearance, and removes those at it", async () => {
    expect((await service.as(ann(5)).put('/organisations/org-1', anOrganisationBody())).status).toBe(200);
    expect(flagIdsOf((await service.as(admin).get('/organisations/org-1')).body)).toEqual(['level-6']);
  });

  it("PUT answers the flags up to the caller's clearance, with the ETag of their GET", async () => {
    const body = anOrganisationBody({ Flags: ['level-1', 'level-5'] });
    const answer = await service.as(ann(5)).put('/organisations/org-1', body);
    expect(flagIdsOf(answer.body)).toEqual(['level-1', 'level-5']);
    const read = await service.as(ann(5)).get('/organisations/org-1');
    expect([read.text, read.headers.get('etag')]).toEqual([answer.text, answer.headers.get('etag')]);
  });

  it.each([
    ['at', 5, 200],
    ['one level above', 6, 400],
  ])("PUT of a flag %s the caller's clearance (level %i) answers %i", async (_, level, status) => {
    const body = anOrganisationBody({ Flags: [`level-${level}`] });
    expect((await service.as(ann(5)).put('/organisations/org-1', body)).status).toBe(status);
  });

  it.each([
    ['at', 5, ['Flags was left out and its flags were taken away.']],
    ['one level above', 6, undefined],
  ])(
    "PUT without a flag %s the caller's clearance (level %i) answers the warnings %j",
    async (_, level, warnings) => {
      await service.database.query('DELETE FROM directory.organisation_flag WHERE flag_id <> $1', [
        `level-${level}`,
      ]);
      const answer = await service.as(ann(5)).put('/organisations/org-1', anOrganisationBody());
      expect([answer.status, (answer.body as { Warnings?: unknown }).Warnings]).toEqual([200, warnings]);
    },
  );

  it('adds no warning about hidden flags', async () => {
    await service.database.query(
      `DELETE FROM directory.organisation_flag WHERE flag_id IN ('level-0', 'level-1')`,
    );
    const answer = await service.as(ann(1)).put('/organisations/org-1', anOrganisationBody());
    expect(answer.status).toBe(200);
    expect(answer.body).not.toHaveProperty('Warnings');
  });

  it('gives each clearance its own ETag', async () => {
    const tags = await Promise.all(
      [ann(0), ann(1), ann(5)].map(async (caller) => {
        const answer = await service.as(caller).get('/organisations/org-1');
        return answer.headers.get('etag');
      }),
    );
    expect(new Set(tags).size).toBe(3);
  });

  it.each([
    [1_000, 200],
    [1_001, 400],
  ])('PUT of %i flags answers %i whether the organisation has hidden flags or not', async (count, status) => {
    await service.database.query(
      `INSERT INTO directory.flag (flag_id, name, type, value, status, access_level)
       SELECT 'many-' || n, 'Many', 'Organisation', n::text, 'Active', 0 FROM generate_series(1, 1001) n
       ON CONFLICT DO NOTHING`,
    );
    await service.database.query(
      `INSERT INTO directory.organisation_flag (organisation_id, flag_id) VALUES ('org-1', 'level-6')
       ON CONFLICT DO NOTHING`,
    );
    const Flags = Array.from({ length: count }, (_, index) => `many-${index + 1}`);
    const put = async (): Promise<unknown> => {
      const answer = await service.as(ann(1)).put('/organisations/org-1', anOrganisationBody({ Flags }));
      expect(answer.status).toBe(status);
      return status === 200 ? flagIdsOf(answer.body) : answer.body;
    };
    const beside = await put();
    await service.database.query(`DELETE FROM directory.organisation_flag WHERE flag_id = 'level-6'`);
    expect(await put()).toEqual(beside);
  });
});

function contentOf(answer: Answer): readonly unknown[] {
  const { body } = answer;
  if (typeof body !== 'object' || body === null || !('content' in body) || !Array.isArray(body.content)) {
    throw new Error(`not a page: ${answer.text}`);
  }
  return body.content as unknown[];
}

function idsOf(answer: Answer): unknown[] {
  return contentOf(answer).map((item) => (item as { OrganisationId: string }).OrganisationId);
}

function flagIdsOf(organisation: unknown): unknown[] {
  return (organisation as { Flags: { Id: string }[] }).Flags.map((flag) => flag.Id);
}

function headerNames(answer: Answer): string[] {
  return [...answer.headers.keys()].sort();
}

async function statusOf(service: TestApp): Promise<unknown> {
  const rows = await service.database.query<{ status: string }>('SELECT status FROM directory.organisation');
  return rows[0]?.status;
}
