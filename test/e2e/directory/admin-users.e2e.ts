import { startApp, type TestApp } from '../../support/app.js';
import { anAdminUser, anOrganisation } from '../../support/builders/organisation.js';
import type { Identity } from '../../support/client.js';
import { admin, software, superUser, user } from '../../support/identities.js';

let service: TestApp;
beforeAll(async () => {
  service = await startApp();
});
afterAll(() => service.close());

const own = user('Anna@bank.example');
let serial = 0;

/** Creates an organisation for one test, administered by Anna. */
async function fresh(): Promise<string> {
  const id = await anOrganisation(service.database, { organisation_id: `bank & ${++serial}` });
  await anAdminUser(service.database, id, 'anna@bank.example');
  return id;
}

function pathOf(id: string, address?: string): string {
  const base = `/organisations/${encodeURIComponent(id)}/adminusers`;
  return address === undefined ? base : `${base}/${encodeURIComponent(address)}`;
}

function historyOf(id: string): Promise<{ revision: number; changes: unknown }[]> {
  return service.database.query(
    `SELECT revision, client_id, user_email, interaction_id, operation, changes
     FROM directory.organisation_history WHERE organisation_id = $1 ORDER BY revision`,
    [id],
  );
}

const forbidden = {
  errors: [
    'Only its own administrators, directory:admin and super users may see who administers this organisation. Sign in as one of them, or use a token with directory:admin.',
  ],
};
const notFound = {
  errors: [
    'OrganisationId names no organisation that this token may see. GET /organisations lists those that it may see.',
  ],
};
const noWebsite =
  'Bearer realm="organisations-directory", error="insufficient_scope", scope="directory:website"';

describe('GET /organisations/{OrganisationId}/adminusers', () => {
  it('lists all administrators by address, including disabled ones', async () => {
    const id = await fresh();
    await anAdminUser(service.database, id, 'zoe@bank.example', 'Inactive');
    await anAdminUser(service.database, id, '"a b"@bank.example');
    const answer = await service.as(admin).get(pathOf(id));
    expect([answer.status, answer.text]).toEqual([
      200,
      JSON.stringify([
        { UserEmail: '"a b"@bank.example', Status: 'Active' },
        { UserEmail: 'anna@bank.example', Status: 'Active' },
        { UserEmail: 'zoe@bank.example', Status: 'Inactive' },
      ]),
    ]);
  });

  it('returns an empty list for an organisation without administrators', async () => {
    const id = await anOrganisation(service.database, { organisation_id: 'lonely' });
    const answer = await service.as(superUser).get(pathOf(id));
    expect([answer.status, answer.body]).toEqual([200, []]);
  });

  it.each<[string, Identity, number, unknown]>([
    ['its own administrator', own, 200, [{ UserEmail: 'anna@bank.example', Status: 'Active' }]],
    ['software, which sees the organisation only', software, 403, forbidden],
    ['a user who administers another organisation', user('other@bank.example'), 404, notFound],
    [
      'software that a stranger uses through the website',
      { ...user('other@bank.example'), scope: 'directory:software directory:website' },
      403,
      forbidden,
    ],
  ])('answers %s according to their rights', async (_, identity, status, body) => {
    const id = await fresh();
    const list = await service.as(identity).get(pathOf(id));
    expect([list.status, list.body]).toEqual([status, body]);
    const one = await service.as(identity).get(pathOf(id, 'anna@bank.example'));
    expect(one.status).toBe(status);
  });

  it('stops working for an administrator as soon as they are disabled', async () => {
    const id = await fresh();
    await service.as(admin).put(pathOf(id, 'anna@bank.example'), { Status: 'Inactive' });
    expect((await service.as(own).get(pathOf(id))).status).toBe(404);
  });
});

describe('GET /organisations/{OrganisationId}/adminusers/{UserEmail}', () => {
  it('finds an address in any letter case', async () => {
    const id = await fresh();
    const answer = await service.as(own).get(pathOf(id, 'ANNA@Bank.example'));
    expect([answer.status, answer.text]).toEqual([
      200,
      '{"UserEmail":"anna@bank.example","Status":"Active"}',
    ]);
  });

  it('compares the case of ASCII letters only: a Kelvin sign is no k', async () => {
    const [kate, kelvin] = ['kate@bank.example', '\u212aate@bank.example'];
    const id = await fresh();
    const post = (UserEmail: string) => service.as(admin).post(pathOf(id), { UserEmail });
    expect((await post(kate)).status).toBe(201);
    expect((await service.as(admin).get(pathOf(id, kelvin))).status).toBe(404);
    expect((await service.as(user(kelvin)).get(pathOf(id))).status).toBe(404);
    const mine = async (email: string): Promise<unknown> =>
      (await service.as(admin).get(`/organisations?displayMine=${encodeURIComponent(email)}`)).body;
    expect(await mine(kelvin)).toMatchObject({ totalSize: 0 });
    expect(await mine('KATE@bank.example')).toMatchObject({ totalSize: 1 });
    expect((await post(kelvin)).status).toBe(201);
    expect((await service.as(user(kelvin)).get(pathOf(id, kelvin))).status).toBe(200);
  });

  it('answers 404 for an unknown address', async () => {
    const answer = await service.as(admin).get(pathOf(await fresh(), 'nobody@bank.example'));
    expect([answer.status, answer.body]).toEqual([
      404,
      {
        errors: [
          'UserEmail names no admin user of this organisation. GET /organisations/{OrganisationId}/adminusers lists them.',
        ],
      },
    ]);
  });

  it('answers 400 for a malformed address', async () => {
    const answer = await service.as(admin).get(pathOf(await fresh(), 'anna'));
    expect([answer.status, answer.body]).toEqual([
      400,
      { errors: ['UserEmail must be an email address of at most 254 characters'] },
    ]);
  });
});

describe('POST /organisations/{OrganisationId}/adminusers', () => {
  it('stores an Active administrator in lower case, at the Location with the same ETag', async () => {
    const id = await fresh();
    const answer = await service.as(own).post(pathOf(id), { UserEmail: 'Bob@Bank.Example' });
    expect([answer.status, answer.text, answer.headers.get('location')]).toEqual([
      201,
      '{"UserEmail":"bob@bank.example","Status":"Active"}',
      pathOf(id, 'bob@bank.example'),
    ]);
    const read = await service.as(user('BOB@bank.example')).get(answer.headers.get('location') ?? '');
    expect([read.text, read.headers.get('etag')]).toEqual([answer.text, answer.headers.get('etag')]);
  });

  it('increments the revision of the organisation and writes a history entry', async () => {
    const id = await fresh();
    await service
      .as(own)
      .post(pathOf(id), { UserEmail: 'Bob@bank.example' }, { headers: { 'x-fapi-interaction-id': 'Add-1' } });
    expect(await historyOf(id)).toEqual([
      {
        revision: 2,
        client_id: 'website',
        user_email: 'anna@bank.example',
        interaction_id: 'Add-1',
        operation: 'AdminUser',
        changes: [
          { Field: 'AdminUsers', Old: null, New: { UserEmail: 'bob@bank.example', Status: 'Active' } },
        ],
      },
    ]);
  });

  it('keeps the ETag of the organisation', async () => {
    const id = await fresh();
    const path = `/organisations/${encodeURIComponent(id)}`;
    const before = await service.as(admin).get(path);
    await service.as(admin).post(pathOf(id), { UserEmail: 'bob@bank.example' });
    expect((await service.as(admin).get(path)).headers.get('etag')).toBe(before.headers.get('etag'));
  });

  it.each(['Active', 'Inactive'])(
    'answers 409 for an existing address with status %s and writes no history entry',
    async (status) => {
      const id = await fresh();
      await anAdminUser(service.database, id, 'bob@bank.example', status);
      const answer = await service.as(admin).post(pathOf(id), { UserEmail: 'BOB@bank.example' });
      expect([answer.status, answer.body, await historyOf(id)]).toEqual([
        409,
        {
          errors: [
            'This UserEmail is among the admin users of the organisation already. Change its Status with PUT.',
          ],
        },
        [],
      ]);
    },
  );

  it('adds an address once when many requests add it concurrently', async () => {
    const id = await fresh();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => service.as(admin).post(pathOf(id), { UserEmail: 'bob@bank.example' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    expect(await historyOf(id)).toHaveLength(1);
  });

  it.each([
    [{}, ['UserEmail must be provided']],
    [{ UserEmail: null }, ['UserEmail must be provided']],
    [{ UserEmail: '' }, ['UserEmail must be an email address of at most 254 characters']],
    [{ UserEmail: 7 }, ['UserEmail must be an email address of at most 254 characters']],
    [{ UserEmail: '"<b>"@bank.example' }, ['UserEmail must be an email address of at most 254 characters']],
    [{ UserEmail: 'bob@bank.example', Status: 'Inactive' }, ['Status is not a known field']],
  ])('refuses %j', async (body, errors) => {
    const id = await fresh();
    const answer = await service.as(admin).post(pathOf(id), body);
    expect([answer.status, answer.body, await historyOf(id)]).toEqual([400, { errors }, []]);
  });

  it.each<[string, Identity, number, string | null]>([
    ['software', software, 403, noWebsite],
    ['a user who administers another organisation', user('other@bank.example'), 404, null],
  ])('is not for %s', async (_, identity, status, challenge) => {
    const id = await fresh();
    const answer = await service.as(identity).post(pathOf(id), { UserEmail: 'bob@bank.example' });
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([status, challenge]);
  });
});

describe('PUT /organisations/{OrganisationId}/adminusers/{UserEmail}', () => {
  it('writes a history entry for disabling and for enabling', async () => {
    const id = await fresh();
    await anAdminUser(service.database, id, 'bob@bank.example');
    const put = (Status: string) => service.as(own).put(pathOf(id, 'Bob@Bank.example'), { Status });
    const disabled = await put('Inactive');
    const enabled = await put('Active');
    expect([disabled.status, disabled.text, enabled.status, enabled.text]).toEqual([
      200,
      '{"UserEmail":"bob@bank.example","Status":"Inactive"}',
      200,
      '{"UserEmail":"bob@bank.example","Status":"Active"}',
    ]);
    const bob = (Status: string): Record<string, string> => ({ UserEmail: 'bob@bank.example', Status });
    const changes = (await historyOf(id)).map((entry) => [entry.revision, entry.changes]);
    expect(changes).toEqual([
      [2, [{ Field: 'AdminUsers', Old: bob('Active'), New: bob('Inactive') }]],
      [3, [{ Field: 'AdminUsers', Old: bob('Inactive'), New: bob('Active') }]],
    ]);
  });

  it('writes no history entry when nothing changes', async () => {
    const id = await fresh();
    const answer = await service.as(admin).put(pathOf(id, 'anna@bank.example'), { Status: 'Active' });
    expect([answer.status, await historyOf(id)]).toEqual([200, []]);
  });

  it('does not let an administrator disable themselves', async () => {
    const id = await fresh();
    const answer = await service.as(own).put(pathOf(id, 'ANNA@bank.example'), { Status: 'Inactive' });
    expect([answer.status, answer.body, await historyOf(id)]).toEqual([
      403,
      {
        errors: [
          'An administrator may not disable themselves. Ask another administrator or an operator of the directory.',
        ],
      },
      [],
    ]);
  });

  it('lets a super user disable themselves and the last administrator', async () => {
    const id = await anOrganisation(service.database, { organisation_id: `super-${++serial}` });
    await anAdminUser(service.database, id, 'super@scheme.example');
    const answer = await service
      .as(superUser)
      .put(pathOf(id, 'super@scheme.example'), { Status: 'Inactive' });
    expect(answer.status).toBe(200);
  });

  it('requires If-Match to name the current version', async () => {
    const id = await fresh();
    await anAdminUser(service.database, id, 'bob@bank.example');
    const path = pathOf(id, 'bob@bank.example');
    const etag = (await service.as(own).get(path)).headers.get('etag') ?? '';
    const put = (Status: string) => service.as(own).put(path, { Status }, { headers: { 'if-match': etag } });
    expect([(await put('Inactive')).status, (await put('Active')).status]).toEqual([200, 412]);
  });

  it('answers 404 for an unknown address and creates nothing', async () => {
    const answer = await service
      .as(admin)
      .put(pathOf(await fresh(), 'nobody@bank.example'), { Status: 'Active' });
    expect([answer.status, answer.body]).toEqual([
      404,
      {
        errors: [
          'UserEmail names no admin user of this organisation. GET /organisations/{OrganisationId}/adminusers lists them.',
        ],
      },
    ]);
  });

  it.each([
    [{}, ['Status must be provided']],
    [{ Status: 'active' }, ['Status must be one of Active, Inactive']],
    [{ Status: 'Active', UserEmail: 'bob@bank.example' }, ['UserEmail is not a known field']],
  ])('refuses %j', async (body, errors) => {
    const answer = await service.as(admin).put(pathOf(await fresh(), 'anna@bank.example'), body);
    expect([answer.status, answer.body]).toEqual([400, { errors }]);
  });

  it.each<[string, Identity, number]>([
    ['software', software, 403],
    ['a user who administers another organisation', user('other@bank.example'), 404],
  ])('is not for %s', async (_, identity, status) => {
    const id = await fresh();
    const answer = await service.as(identity).put(pathOf(id, 'anna@bank.example'), { Status: 'Inactive' });
    expect([answer.status, await historyOf(id)]).toEqual([status, []]);
  });
});
