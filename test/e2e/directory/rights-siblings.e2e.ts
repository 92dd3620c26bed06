import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../../support/app.js';
import {
  aFlag,
  anAdminUser,
  anOrganisation,
  anOrganisationBody,
} from '../../support/builders/organisation.js';
import { callers } from '../../support/callers.js';
import type { Answer } from '../../support/answer.js';
import type { Identity } from '../../support/client.js';
import { expectErrors } from '../../support/framing.js';
import { admin, software, superUser, user } from '../../support/identities.js';

const ann = user('ann@bank.example');
const bob = user('bob@tpp.example');

async function startWithTwo(environment: Readonly<Record<string, string>> = {}): Promise<TestApp> {
  const service = await startApp(environment);
  await anOrganisation(service.database, { organisation_id: 'own' });
  await anOrganisation(service.database, { organisation_id: 'other' });
  await anAdminUser(service.database, 'own', 'ann@bank.example');
  await anAdminUser(service.database, 'own', 'dan@bank.example', 'Inactive');
  await anAdminUser(service.database, 'other', 'bob@tpp.example');
  return service;
}

describe('the rights on histories', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startWithTwo();
    await service.as(ann).put('/organisations/own', anOrganisationBody({ City: 'Paris' }));
  });
  afterAll(() => service.close());

  it.each(callers)('by %s', async (_, caller, rights) => {
    const own = await service.as(caller).get('/organisations/own/history');
    const other = await service.as(caller).get('/organisations/other/history');
    expect([own.status, other.status]).toEqual(rights.history);
  });

  it.each(callers.filter(([, , rights]) => rights.history[0] === 200))(
    'to see the author of a change, by %s',
    async (_, caller, rights) => {
      const answer = await service.as(caller).get('/organisations/own/history');
      expect(answer.body).toMatchObject({
        content: [
          { By: { ClientId: 'website', UserEmail: rights.seesUsersOfOwn ? 'ann@bank.example' : null } },
        ],
      });
    },
  );

  it('are those on the organisation: a hidden one is answered like an unknown one', async () => {
    const hidden = await service.as(bob).get('/organisations/own/history');
    const absent = await service.as(bob).get('/organisations/none/history');
    expectErrors(absent, 404);
    expect(hidden.text).toBe(absent.text);
  });
});

describe('the rights on admin users', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startWithTwo();
  });
  afterAll(() => service.close());

  it.each(callers)('to read them, by %s', async (_, caller, rights) => {
    const own = await service.as(caller).get('/organisations/own/adminusers');
    const other = await service.as(caller).get('/organisations/other/adminusers');
    expect([own.status, other.status]).toEqual(rights.readAdminUsers);
  });

  it.each(callers)('to read one of them, by %s', async (_, caller, rights) => {
    const own = await service.as(caller).get('/organisations/own/adminusers/dan@bank.example');
    const other = await service.as(caller).get('/organisations/other/adminusers/bob@tpp.example');
    expect([own.status, other.status]).toEqual(rights.readAdminUsers);
  });

  it.each(callers)('to add one, by %s', async (_, caller, rights) => {
    const body = { UserEmail: `${randomUUID()}@bank.example` };
    const own = await service.as(caller).post('/organisations/own/adminusers', body);
    const other = await service.as(caller).post('/organisations/other/adminusers', body);
    expect([own.status, other.status]).toEqual(rights.addAdminUser);
    const added = await service.database.query('SELECT FROM directory.admin_user WHERE user_email = $1', [
      body.UserEmail,
    ]);
    expect(added).toHaveLength(rights.addAdminUser.filter((status) => status === 201).length);
  });

  it.each(callers)('to disable one, by %s', async (_, caller, rights) => {
    const spare = `${randomUUID()}@bank.example`;
    await anAdminUser(service.database, 'own', spare);
    await anAdminUser(service.database, 'other', spare);
    const own = await service
      .as(caller)
      .put(`/organisations/own/adminusers/${spare}`, { Status: 'Inactive' });
    const other = await service
      .as(caller)
      .put(`/organisations/other/adminusers/${spare}`, { Status: 'Inactive' });
    const expected = rights.addAdminUser.map((status) => (status === 201 ? 200 : status));
    expect([own.status, other.status]).toEqual(expected);
  });

  it.each<[string, Identity, number]>([
    ['an administrator may not disable themselves', ann, 403],
    ['not in another case either', user('ANN@bank.example'), 403],
    ['directory:admin may', admin, 200],
    ['a super user may', superUser, 200],
  ])('to disable the last one: %s', async (_, caller, status) => {
    await service.database.query(
      `UPDATE directory.admin_user SET status = 'Inactive' WHERE organisation_id = 'own'`,
    );
    await service.database.query(
      `UPDATE directory.admin_user SET status = 'Active' WHERE user_email = 'ann@bank.example'`,
    );
    const answer = await service
      .as(caller)
      .put('/organisations/own/adminusers/Ann@bank.example', { Status: 'Inactive' });
    expect(answer.status).toBe(status);
    await service.database.query(
      `UPDATE directory.admin_user SET status = 'Active' WHERE user_email = 'ann@bank.example'`,
    );
  });

  it('end immediately when an administrator is disabled through the API, and return when enabled', async () => {
    const set = (status: string): Promise<Answer> =>
      service.as(admin).put('/organisations/other/adminusers/bob@tpp.example', { Status: status });
    expect((await set('Inactive')).status).toBe(200);
    expectErrors(await service.as(bob).get('/organisations/other'), 404);
    expect((await set('Active')).status).toBe(200);
    expect((await service.as(bob).get('/organisations/other')).status).toBe(200);
  });
});

describe('the rights on flags', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startWithTwo();
    await aFlag(service.database, { flag_id: 'public', value: 'Public' });
    await aFlag(service.database, { flag_id: 'secret', value: 'Secret', access_level: 5 });
  });
  afterAll(() => service.close());

  const aFlagBody = (overrides: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
    Name: 'Kind',
    Type: 'Organisation',
    Value: randomUUID(),
    Status: 'Active',
    AccessLevel: 0,
    ...overrides,
  });

  it.each(callers)('to read them, by %s', async (_, caller, rights) => {
    expect((await service.as(caller).get('/references/flags')).status).toBe(rights.readFlags);
    expect((await service.as(caller).get('/references/flags/public')).status).toBe(rights.readFlags);
  });

  it.each(callers)('to add one, by %s', async (_, caller, rights) => {
    expect((await service.as(caller).post('/references/flags', aFlagBody())).status).toBe(rights.addFlag);
  });

  it.each(callers)('to change one, by %s', async (_, caller, rights) => {
    const body = aFlagBody({ Name: 'Company kind', Value: 'Public', Cascade: false });
    expect((await service.as(caller).put('/references/flags/public', body)).status).toBe(rights.replaceFlag);
  });

  it.each<[string, Identity, boolean]>([
    ['directory:admin', admin, true],
    ['a super user', superUser, true],
    ['directory:software', software, false],
    ['directory:software with level 4', { ...software, flag_access_level: 4 }, false],
    ['directory:software with level 5', { ...software, flag_access_level: 5 }, true],
    ['a user', ann, false],
    ['a user with level 5', user('ann@bank.example', { flag_access_level: 5 }), true],
  ])('to see a flag of level 5, by %s', async (_, caller, isSeen) => {
    const one = await service.as(caller).get('/references/flags/secret');
    const absent = await service.as(caller).get('/references/flags/none');
    expect(one.status).toBe(isSeen ? 200 : 404);
    expect(one.text === absent.text).toBe(!isSeen);
    const listing = await service.as(caller).get('/references/flags?size=1000');
    expect(listing.text.includes('"secret"')).toBe(isSeen);
  });
});

describe('the rights on the participants file', () => {
  const path = '/organisations/export/open-data';

  describe('when public', () => {
    let service: TestApp;
    beforeAll(async () => {
      service = await startWithTwo();
    });
    afterAll(() => service.close());

    it.each(callers)('by %s', async (_, caller) => {
      expect((await service.as(caller).get(path)).status).toBe(200);
    });

    it('exclude an invalid token', async () => {
      const answer = await service.as(null).get(path, { headers: { authorization: 'Bearer x.y.z' } });
      expectErrors(answer, 401);
      expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
    });

    it('exclude a token in the query', async () => {
      expectErrors(await service.as(null).get(`${path}?access_token=x`), 400);
    });
  });

  describe('when not public', () => {
    let service: TestApp;
    beforeAll(async () => {
      service = await startWithTwo({ PARTICIPANTS_PUBLIC: 'false' });
    });
    afterAll(() => service.close());

    it.each(callers)('by %s', async (_, caller, rights) => {
      expect((await service.as(caller).get(path)).status).toBe(rights.participants);
    });
  });
});
