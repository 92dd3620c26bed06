import { randomUUID } from 'node:crypto';
import { Database } from '../../../src/database/database.js';
import { startApp, type TestApp } from '../../support/app.js';
import {
  anOrganisationRow,
  aServiceMember,
  aServiceRow,
  aUser,
} from '../../support/builders/notify-people.js';

const noResult = { message: 'No result found', result: 'error' };
const live = { permissions: [{ permission: 'can_make_services_live' }] };
const none = { permissions: [] };

describe('the users of an organisation', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  const add = (organisation: string, user: string, body: unknown = live) =>
    service.notify.post(`/organisation/${organisation}/users/${user}`, body);
  const list = (organisation: string) => service.notify.get(`/organisation/${organisation}/users`);
  const auditOf = (id: string) =>
    service.database.query(
      `SELECT operation, changes FROM notify.audit WHERE entity = 'organisation' AND entity_id = $1 ORDER BY id`,
      [id],
    );
  const permissionsOf = (organisation: string, user: string) =>
    service.database.query(
      'SELECT permission FROM notify.organisation_permission WHERE organisation_id = $1 AND user_id = $2',
      [organisation, user],
    );

  describe('POST /organisation/{id}/users/{user_id}', () => {
    it('adds the user as a member and answers 200 with the user and the permissions in the organisation', async () => {
      const made = await aUser(service.notify);
      const organisation = await anOrganisationRow(service.database);
      const other = await anOrganisationRow(service.database);
      await add(other, made.id, none);
      const work = await aServiceRow(service.database, made.id);
      await aServiceMember(service.database, work, made.id, ['manage_settings']);
      const answer = await add(organisation, made.id);
      expect([answer.status, answer.body]).toEqual([
        200,
        {
          data: {
            ...made,
            organisation_id: organisation,
            organisation_permissions: { [organisation]: ['can_make_services_live'], [other]: [] },
            organisations: [organisation, other].sort(),
            permissions: ['can_make_services_live'],
            services: [work],
            user_id: made.id,
          },
        },
      ]);
      expect(await auditOf(organisation)).toEqual([
        {
          operation: 'add-user',
          changes: { permissions: ['can_make_services_live'], user_id: made.id },
        },
      ]);
    });

    it('adds permissions to those of a member without removing any', async () => {
      const { id } = await aUser(service.notify);
      const organisation = await anOrganisationRow(service.database);
      const answers = [
        await add(organisation, id, none),
        await add(organisation, id),
        await add(organisation, id, none),
      ];
      expect(
        answers.map(({ status, body }) => [
          status,
          (body as { data: { permissions: unknown } }).data.permissions,
        ]),
      ).toEqual([
        [200, []],
        [200, ['can_make_services_live']],
        [200, ['can_make_services_live']],
      ]);
    });

    it('returns 200 for a permission that the member has, even if repeated, and records nothing', async () => {
      const { id } = await aUser(service.notify);
      const organisation = await anOrganisationRow(service.database);
      const first = await add(organisation, id);
      const again = await add(organisation, id, { permissions: [...live.permissions, ...live.permissions] });
      expect([again.status, again.body]).toEqual([200, first.body]);
      expect(await auditOf(organisation)).toHaveLength(1);
    });

    it.each(['pending', 'inactive'])('accepts a user who is %s', async (state) => {
      const { id } = await aUser(service.notify, { state });
      const answer = await add(await anOrganisationRow(service.database), id);
      expect(answer.status).toBe(200);
    });

    it.each([
      [{}, ['permissions is a required property']],
      [{ permissions: null }, ['permissions None is not of type array']],
      [
        { permissions: 'can_make_services_live' },
        ['permissions can_make_services_live is not of type array'],
      ],
      [
        { permissions: ['can_make_services_live'] },
        ['permissions can_make_services_live is not of type object'],
      ],
      [{ permissions: [{}] }, ['permissions permission is a required property']],
      [
        { permissions: [{ permission: 'fly' }, { permission: null }, { permission: 'fly' }] },
        [
          'permissions fly is not one of [can_make_services_live]',
          'permissions None is not one of [can_make_services_live]',
        ],
      ],
      [[], ['[] is not of type object']],
    ])('rejects %j before any lookup', async (body, messages) => {
      const answer = await add(randomUUID(), randomUUID(), body);
      expect([answer.status, answer.body]).toEqual([
        400,
        { errors: messages.map((message) => ({ error: 'ValidationError', message })), status_code: 400 },
      ]);
    });

    it('returns 404 for an unknown organisation or user', async () => {
      const { id } = await aUser(service.notify);
      const organisation = await anOrganisationRow(service.database);
      const answers = [await add(randomUUID(), id), await add(organisation, randomUUID())];
      expect(answers.map(({ status, body }) => [status, body])).toEqual([
        [404, noResult],
        [404, noResult],
      ]);
      expect((await list(organisation)).body).toEqual({ data: [] });
    });

    it('refuses to add a user to an archived organisation', async () => {
      const { id } = await aUser(service.notify);
      const organisation = await anOrganisationRow(service.database, { active: false });
      const answer = await add(organisation, id);
      expect([answer.status, answer.body]).toEqual([
        400,
        { message: 'Cannot add users to an archived organisation', result: 'error' },
      ]);
      expect([await permissionsOf(organisation, id), (await list(organisation)).body]).toEqual([
        [],
        { data: [] },
      ]);
    });
  });

  describe('DELETE /organisation/{id}/users/{user_id}', () => {
    const remove = (organisation: string, user: string) =>
      service.notify.delete(`/organisation/${organisation}/users/${user}`, {
        headers: { 'content-type': 'application/json' },
      });

    it('removes the membership and the permissions in this organisation only', async () => {
      const { id } = await aUser(service.notify);
      const [organisation, other] = [
        await anOrganisationRow(service.database),
        await anOrganisationRow(service.database),
      ];
      await add(organisation, id);
      await add(other, id);
      const answer = await remove(organisation, id);
      expect([answer.status, answer.text]).toEqual([204, '']);
      expect((await service.notify.get(`/user/${id}`)).body).toMatchObject({
        data: {
          organisations: [other],
          organisation_permissions: { [other]: ['can_make_services_live'] },
        },
      });
      expect(await permissionsOf(organisation, id)).toEqual([]);
      expect((await auditOf(organisation)).at(-1)).toEqual({
        operation: 'remove-user',
        changes: { user_id: id },
      });
    });

    it('returns 404 with User not found for a user who is not a member, and keeps the permissions', async () => {
      const { id } = await aUser(service.notify);
      const organisation = await anOrganisationRow(service.database);
      await service.notify.post(`/user/${id}/organisation/${organisation}/permissions`, live);
      const answer = await remove(organisation, id);
      expect([answer.status, answer.body]).toEqual([404, { message: 'User not found', result: 'error' }]);
      expect(await permissionsOf(organisation, id)).toHaveLength(1);
    });

    it('returns 404 with No result found for an unknown organisation or user', async () => {
      const { id } = await aUser(service.notify);
      const organisation = await anOrganisationRow(service.database);
      const answers = [await remove(randomUUID(), id), await remove(organisation, randomUUID())];
      expect(answers.map(({ status, body }) => [status, body])).toEqual([
        [404, noResult],
        [404, noResult],
      ]);
    });

    it('removes a member once for concurrent requests', async () => {
      const { id } = await aUser(service.notify);
      const organisation = await anOrganisationRow(service.database);
      await add(organisation, id);
      const answers = await Promise.all([1, 2, 3].map(() => remove(organisation, id)));
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404]);
    });
  });

  describe('GET /organisation/{id}/users', () => {
    it('lists active members with their permissions in the organisation, oldest account first', async () => {
      const organisation = await anOrganisationRow(service.database);
      const [first, second, third] = [
        await aUser(service.notify),
        await aUser(service.notify),
        await aUser(service.notify),
      ];
      for (const { id } of [third, first]) await add(organisation, id, none);
      await add(organisation, second.id);
      for (const state of ['pending', 'inactive'])
        await add(organisation, (await aUser(service.notify, { state })).id);
      const answer = await list(organisation);
      const member = (user: object, permissions: string[]) => ({
        ...user,
        organisation_permissions: { [organisation]: permissions },
        organisations: [organisation],
        permissions,
      });
      expect([answer.status, answer.body]).toEqual([
        200,
        {
          data: [member(first, []), member(second, ['can_make_services_live']), member(third, [])],
        },
      ]);
    });

    it('sorts accounts of equal age by id', async () => {
      const organisation = await anOrganisationRow(service.database);
      const users = await Promise.all([1, 2, 3, 4].map(() => aUser(service.notify)));
      const ids = users.map(({ id }) => id);
      await service.database.query('UPDATE notify.user_account SET created_at = now() WHERE id = ANY($1)', [
        ids,
      ]);
      for (const id of ids) await add(organisation, id, none);
      const { data } = (await list(organisation)).body as { data: { id: string }[] };
      expect(data.map(({ id }) => id)).toEqual(ids.sort());
    });

    it('returns an empty list without members, and 404 for an unknown organisation', async () => {
      const empty = await list(await anOrganisationRow(service.database));
      const unknown = await list(randomUUID());
      expect([empty.status, empty.body, unknown.status, unknown.body]).toEqual([
        200,
        { data: [] },
        404,
        noResult,
      ]);
    });

    it('runs one statement for any number of members', async () => {
      const organisation = await anOrganisationRow(service.database);
      for (let count = 0; count < 5; count += 1) await add(organisation, (await aUser(service.notify)).id);
      const query = jest.spyOn(service.app.get(Database), 'query');
      const { data } = (await list(organisation)).body as { data: unknown[] };
      const statements = query.mock.calls.filter(([sql]) => sql.includes('notify.user_account'));
      query.mockRestore();
      expect([data.length, statements.length]).toEqual([5, 1]);
    });
  });
});

describe('POST /user/{id}/organisation/{organisation_id}/permissions', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  const set = (user: string, organisation: string, body: unknown) =>
    service.notify.post(`/user/${user}/organisation/${organisation}/permissions`, body);
  const held = async (user: string) =>
    ((await service.notify.get(`/user/${user}`)).body as { data: Record<string, unknown> }).data
      .organisation_permissions;

  it('replaces the permissions in this organisation and in no other', async () => {
    const { id } = await aUser(service.notify);
    const [organisation, other] = [
      await anOrganisationRow(service.database),
      await anOrganisationRow(service.database),
    ];
    for (const each of [organisation, other])
      await service.notify.post(`/organisation/${each}/users/${id}`, live);
    const answer = await set(id, organisation, none);
    expect([answer.status, answer.text, await held(id)]).toEqual([
      204,
      '',
      { [organisation]: [], [other]: ['can_make_services_live'] },
    ]);
    await set(id, organisation, live);
    expect(await held(id)).toEqual({
      [organisation]: ['can_make_services_live'],
      [other]: ['can_make_services_live'],
    });
  });

  it('stores permissions for a user who is not a member, without a membership or an effect on other answers', async () => {
    const { id } = await aUser(service.notify);
    const organisation = await anOrganisationRow(service.database);
    expect((await set(id, organisation, live)).status).toBe(204);
    const user = await service.notify.get(`/user/${id}`);
    const members = await service.notify.get(`/organisation/${organisation}/users`);
    expect([user.status, user.body, members.body]).toMatchObject([
      200,
      {
        data: {
          organisations: [],
          organisation_permissions: { [organisation]: ['can_make_services_live'] },
        },
      },
      { data: [] },
    ]);
  });

  it('records a change, and no request without effect', async () => {
    const { id } = await aUser(service.notify);
    const organisation = await anOrganisationRow(service.database);
    for (const body of [none, live, live, none]) await set(id, organisation, body);
    expect(
      await service.database.query(
        'SELECT operation, changes FROM notify.audit WHERE entity_id = $1 ORDER BY id',
        [organisation],
      ),
    ).toEqual([
      {
        operation: 'set-user-permissions',
        changes: { permissions: ['can_make_services_live'], user_id: id },
      },
      { operation: 'set-user-permissions', changes: { permissions: [], user_id: id } },
    ]);
  });

  it('returns 404 for an unknown user or organisation, and 400 for an invalid body before either lookup', async () => {
    const { id } = await aUser(service.notify);
    const organisation = await anOrganisationRow(service.database);
    const answers = [
      await set(randomUUID(), organisation, live),
      await set(id, randomUUID(), live),
      await set(randomUUID(), randomUUID(), {}),
    ];
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [404, noResult],
      [404, noResult],
      [
        400,
        {
          errors: [{ error: 'ValidationError', message: 'permissions is a required property' }],
          status_code: 400,
        },
      ],
    ]);
  });
});
