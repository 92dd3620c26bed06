import { randomUUID } from 'node:crypto';
import { Database } from '../../../src/database/database.js';
import { startApp, type TestApp } from '../../support/app.js';
import {
  anOrganisationRow,
  aServiceMember,
  aServiceRow,
  aUser,
  aUserBody,
} from '../../support/builders/notify-people.js';

const noResult = { message: 'No result found', result: 'error' };
const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/) as string;

describe('users of Notify', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  const auditOf = (id: string) =>
    service.database.query(
      'SELECT client_id, user_id, operation, changes FROM notify.audit WHERE entity = $1 AND entity_id = $2 ORDER BY id',
      ['user', id],
    );

  describe('POST /user', () => {
    it('creates a pending user and answers 201 with the complete object without the password', async () => {
      const body = aUserBody();
      const answer = await service.notify.post('/user', body);
      expect([answer.status, answer.body]).toEqual([
        201,
        {
          data: {
            auth_type: 'sms_auth',
            can_use_webauthn: false,
            created_at: moment,
            current_session_id: null,
            email_access_validated_at: moment,
            email_address: body.email_address,
            failed_login_count: 0,
            id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
            logged_in_at: null,
            mobile_number: '+447700900000',
            name: 'Jane Smith',
            organisation_permissions: {},
            organisations: [],
            password_changed_at: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/) as string,
            permissions: {},
            platform_admin: false,
            receives_new_features_email: true,
            services: [],
            state: 'pending',
            take_part_in_research: true,
          },
        },
      ]);
    });

    it('accepts auth_type, state and platform_admin, and an email_auth user without a mobile number', async () => {
      const answer = await service.notify.post(
        '/user',
        aUserBody({ mobile_number: null, auth_type: 'email_auth', state: 'active', platform_admin: true }),
      );
      expect([answer.status, answer.body]).toMatchObject([
        201,
        { data: { auth_type: 'email_auth', mobile_number: null, platform_admin: true, state: 'active' } },
      ]);
    });

    it('removes white space around the address and invisible characters in it', async () => {
      const address = `${randomUUID()}@example.gov.uk`;
      const made = await aUser(service.notify, {
        email_address: ` \u200b${address.slice(0, 5)}\u2060${address.slice(5)} `,
      });
      expect(made.email_address).toBe(address);
    });

    it('names missing fields by field', async () => {
      const answer = await service.notify.post('/user', {});
      const missing = ['Missing data for required field.'];
      expect([answer.status, answer.body]).toEqual([
        400,
        { message: { email_address: missing, name: missing, password: missing }, result: 'error' },
      ]);
    });

    it.each([
      [{ name: '' }, { name: ['Invalid name'] }],
      [{ name: ' ' }, { name: ['Invalid name'] }],
      [{ name: null }, { name: ['Invalid name'] }],
      [{ name: 'x'.repeat(256) }, { name: ['is too long, at most 255 characters are kept'] }],
      [{ name: 'a\u0000b' }, { name: ['is not valid Unicode without NUL'] }],
      [{ email_address: 'jane' }, { email_address: ['Not a valid email address'] }],
      [{ email_address: null }, { email_address: ['Not a valid email address'] }],
      [{ password: 'short12' }, { password: ['Must be text of at least 8 characters'] }],
      [{ password: 1234567890 }, { password: ['Must be text of at least 8 characters'] }],
      [{ mobile_number: 'call me' }, { mobile_number: ['Invalid phone number'] }],
      [{ mobile_number: '' }, { mobile_number: ['Invalid phone number'] }],
      [{ mobile_number: 447700900000 }, { mobile_number: ['Invalid phone number'] }],
      [{ auth_type: 'none' }, { auth_type: ['none is not one of [sms_auth, email_auth, webauthn_auth]'] }],
      [{ state: null }, { state: ['None is not one of [pending, active, inactive]'] }],
      [{ platform_admin: 'yes' }, { platform_admin: ['yes is not of type boolean'] }],
    ])('rejects %j and creates nothing', async (wrong, message) => {
      const body = aUserBody(wrong);
      const answer = await service.notify.post('/user', body);
      expect([answer.status, answer.body]).toEqual([400, { message, result: 'error' }]);
      expect(
        await service.database.query('SELECT FROM notify.user_account WHERE email_address = $1', [
          body.email_address,
        ]),
      ).toEqual([]);
    });

    it.each([[null], [undefined]])('rejects sms_auth with the mobile number %j', async (mobile_number) => {
      const answer = await service.notify.post('/user', aUserBody({ mobile_number }));
      expect([answer.status, answer.body]).toEqual([
        400,
        { message: 'Mobile number must be set if auth_type is set to sms_auth', result: 'error' },
      ]);
    });

    it.each([
      ['as it is', (text: string) => text],
      ['in another case', (text: string) => text.toUpperCase()],
    ])('rejects the address of another user, %s', async (_, turn) => {
      const { email_address } = await aUser(service.notify);
      const answer = await service.notify.post('/user', aUserBody({ email_address: turn(email_address) }));
      expect([answer.status, answer.body]).toEqual([
        400,
        { message: { email_address: ['A user with this email address already exists'] }, result: 'error' },
      ]);
    });

    it('creates one user for two concurrent requests with one address', async () => {
      const body = aUserBody();
      const answers = await Promise.all([1, 2, 3].map(() => service.notify.post('/user', body)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400]);
    });

    it('stores the password in no column and not in the audit', async () => {
      const password = `secret ${randomUUID()}`;
      const { id } = await aUser(service.notify, { password });
      const rows = await service.database.query(
        `SELECT to_jsonb(u)::text AS text FROM notify.user_account u WHERE id = $1
         UNION ALL SELECT to_jsonb(a)::text FROM notify.audit a WHERE entity_id = $1`,
        [id],
      );
      expect(rows).toHaveLength(2);
      expect(JSON.stringify(rows)).not.toContain(password);
    });

    it('does not repeat a password that is not a string', async () => {
      const answer = await service.notify.post('/user', aUserBody({ password: { typed: 'hunter2hunter2' } }));
      expect([answer.status, answer.text.includes('hunter2')]).toEqual([400, false]);
    });

    it('records the author of a new user', async () => {
      const body = aUserBody();
      const answer = await service.notify.post('/user', body, {
        headers: { 'x-notify-user-id': '6af522d0-2915-4e52-83a3-3690455a5fe6' },
      });
      const { data } = answer.body as { data: { id: string } };
      expect(await auditOf(data.id)).toEqual([
        {
          client_id: 'development',
          user_id: '6af522d0-2915-4e52-83a3-3690455a5fe6',
          operation: 'create',
          changes: {
            auth_type: 'sms_auth',
            email_address: body.email_address,
            mobile_number: '+447700900000',
            name: 'Jane Smith',
            platform_admin: false,
            state: 'pending',
          },
        },
      ]);
    });
  });

  describe('GET /user/{id}', () => {
    it('returns the object of POST with an entity tag, and 304 if If-None-Match names it', async () => {
      const made = await aUser(service.notify);
      const answer = await service.notify.get(`/user/${made.id.toUpperCase()}`);
      expect([answer.status, answer.body]).toEqual([200, { data: made }]);
      const again = await service.notify.get(`/user/${made.id}`, {
        headers: { 'if-none-match': answer.headers.get('etag') ?? '' },
      });
      expect(again.status).toBe(304);
    });

    it('returns 404 for an unknown user', async () => {
      const answer = await service.notify.get(`/user/${randomUUID()}`);
      expect([answer.status, answer.body]).toEqual([404, noResult]);
    });

    it('lists active organisations and services, and all permissions, by id', async () => {
      const { id } = await aUser(service.notify);
      const active = [await anOrganisationRow(service.database), await anOrganisationRow(service.database)];
      const inactive = await anOrganisationRow(service.database);
      for (const organisation of [...active, inactive])
        await service.notify.post(`/organisation/${organisation}/users/${id}`, { permissions: [] });
      await service.database.query('UPDATE notify.organisation SET active = false WHERE id = $1', [inactive]);
      await service.notify.post(`/user/${id}/organisation/${active[0]}/permissions`, {
        permissions: [{ permission: 'can_make_services_live' }],
      });
      const works = [await aServiceRow(service.database, id), await aServiceRow(service.database, id)];
      const closed = await aServiceRow(service.database, id, { active: false });
      for (const one of [...works, closed])
        await aServiceMember(service.database, one, id, ['manage_settings', 'view_activity']);
      const answer = await service.notify.get(`/user/${id}`);
      expect(answer.body).toMatchObject({
        data: {
          organisations: [...active].sort(),
          organisation_permissions: {
            [active[0] ?? '']: ['can_make_services_live'],
            [active[1] ?? '']: [],
            [inactive]: [],
          },
          services: [...works].sort(),
          permissions: Object.fromEntries(
            [...works, closed].map((one) => [one, ['manage_settings', 'view_activity']]),
          ),
        },
      });
    });
  });

  describe('POST /user/email', () => {
    it('returns a user by address, in any case and with surrounding white space', async () => {
      const made = await aUser(service.notify);
      const answer = await service.notify.post('/user/email', {
        email: ` ${made.email_address.toUpperCase()} `,
      });
      expect([answer.status, answer.body]).toEqual([200, { data: made }]);
    });

    it('returns 404 for an unknown address', async () => {
      const answer = await service.notify.post('/user/email', { email: `${randomUUID()}@example.gov.uk` });
      expect([answer.status, answer.body]).toEqual([404, noResult]);
    });

    it.each([
      [{}, 'Missing data for required field.'],
      [{ email: 'jane' }, 'Not a valid email address'],
      [{ email: 7 }, 'Not a valid email address'],
    ])('rejects %j', async (body, text) => {
      const answer = await service.notify.post('/user/email', body);
      expect([answer.status, answer.body]).toEqual([400, { message: { email: [text] }, result: 'error' }]);
    });
  });

  describe('POST /user/{id}', () => {
    it('changes the given fields, keeps the others, and returns the object of GET', async () => {
      const made = await aUser(service.notify);
      const session = randomUUID();
      const changes = {
        name: 'John Doe',
        email_address: `new-${made.email_address}`,
        auth_type: 'email_auth',
        mobile_number: null,
        can_use_webauthn: true,
        current_session_id: session,
        receives_new_features_email: false,
        take_part_in_research: false,
      };
      const answer = await service.notify.post(`/user/${made.id}`, {
        ...changes,
        email_access_validated_at: '2024-02-29 10:00:00.5',
      });
      expect([answer.status, answer.body]).toEqual([
        200,
        { data: { ...made, ...changes, email_access_validated_at: '2024-02-29T10:00:00.500000Z' } },
      ]);
      expect((await service.notify.get(`/user/${made.id}`)).text).toBe(answer.text);
    });

    it('records the changes with updated_by, and the client', async () => {
      const { id } = await aUser(service.notify);
      const other = await aUser(service.notify);
      const answer = await service.notify.post(`/user/${id}`, { name: 'John Doe', updated_by: other.id });
      expect([answer.status, (await auditOf(id))[1]]).toEqual([
        200,
        {
          client_id: 'development',
          user_id: null,
          operation: 'update',
          changes: { name: 'John Doe', updated_by: other.id },
        },
      ]);
    });

    it('accepts an empty body', async () => {
      const made = await aUser(service.notify);
      const answer = await service.notify.post(`/user/${made.id}`, {});
      expect([answer.status, answer.body]).toEqual([200, { data: made }]);
    });

    it.each([
      [{ state: 'inactive' }, { state: ['is not a known field'] }],
      [{ platform_admin: true }, { platform_admin: ['is not a known field'] }],
      [{ password: 'correct horse' }, { password: ['is not a known field'] }],
      [{ name: '' }, { name: ['Invalid name'] }],
      [{ email_address: 'x' }, { email_address: ['Not a valid email address'] }],
      [{ mobile_number: 'x' }, { mobile_number: ['Invalid phone number'] }],
      [{ current_session_id: 'x' }, { current_session_id: ['is not a valid UUID'] }],
      [
        { email_access_validated_at: '2024-02-30 10:00:00' },
        { email_access_validated_at: ['Not a valid datetime.'] },
      ],
      [{ take_part_in_research: null }, { take_part_in_research: ['None is not of type boolean'] }],
    ])('rejects %j and changes nothing', async (wrong, message) => {
      const made = await aUser(service.notify);
      const answer = await service.notify.post(`/user/${made.id}`, { name: 'Other', ...wrong });
      expect([answer.status, answer.body]).toEqual([400, { message, result: 'error' }]);
      expect((await service.notify.get(`/user/${made.id}`)).body).toEqual({ data: made });
    });

    it('refuses to clear the mobile number of an sms_auth user, and changes nothing', async () => {
      const made = await aUser(service.notify);
      const answer = await service.notify.post(`/user/${made.id}`, { name: 'Other', mobile_number: null });
      expect([answer.status, answer.body]).toEqual([
        400,
        { message: 'Mobile number must be set if auth_type is set to sms_auth', result: 'error' },
      ]);
      expect((await service.notify.get(`/user/${made.id}`)).body).toEqual({ data: made });
    });

    it('rejects the address of another user and accepts its own in another case', async () => {
      const [one, other] = [await aUser(service.notify), await aUser(service.notify)];
      const taken = await service.notify.post(`/user/${one.id}`, {
        email_address: other.email_address.toUpperCase(),
      });
      expect([taken.status, taken.body]).toEqual([
        400,
        { message: { email_address: ['A user with this email address already exists'] }, result: 'error' },
      ]);
      const own = await service.notify.post(`/user/${one.id}`, {
        email_address: one.email_address.toUpperCase(),
      });
      expect(own.status).toBe(200);
    });

    it('changes the user only if If-Match names the current state', async () => {
      const { id } = await aUser(service.notify);
      const etag = (await service.notify.get(`/user/${id}`)).headers.get('etag') ?? '';
      const change = (name: string) =>
        service.notify.post(`/user/${id}`, { name }, { headers: { 'if-match': etag } });
      expect([(await change('First')).status, (await change('Second')).status]).toEqual([200, 412]);
      expect((await service.notify.get(`/user/${id}`)).body).toMatchObject({ data: { name: 'First' } });
    });

    it('returns 404 for an unknown user', async () => {
      const answer = await service.notify.post(`/user/${randomUUID()}`, { name: 'x' });
      expect([answer.status, answer.body]).toEqual([404, noResult]);
    });
  });

  describe('POST /user/{id}/activate', () => {
    it('activates a pending user, with a JSON content type and no body', async () => {
      const { id } = await aUser(service.notify, { state: 'pending' });
      const answer = await service.notify.send('POST', `/user/${id}/activate`, {
        headers: { 'content-type': 'application/json' },
      });
      expect([answer.status, answer.body]).toMatchObject([200, { data: { id, state: 'active' } }]);
      expect((await auditOf(id))[1]).toMatchObject({ operation: 'activate', changes: { state: 'active' } });
    });

    it('activates only if If-Match names the current state', async () => {
      const { id } = await aUser(service.notify, { state: 'pending' });
      const activate = (ifMatch: string) =>
        service.notify.send('POST', `/user/${id}/activate`, { headers: { 'if-match': ifMatch } });
      const etag = (await service.notify.get(`/user/${id}`)).headers.get('etag') ?? '';
      expect([(await activate('"other"')).status, (await activate(etag)).status]).toEqual([412, 200]);
    });

    it('returns 400 for an active user and 404 for an unknown user', async () => {
      const { id } = await aUser(service.notify);
      const active = await service.notify.send('POST', `/user/${id}/activate`);
      const nobody = await service.notify.send('POST', `/user/${randomUUID()}/activate`);
      expect([active.status, active.body, nobody.status, nobody.body]).toEqual([
        400,
        { message: 'User already active', result: 'error' },
        404,
        noResult,
      ]);
    });
  });

  describe('GET /user/{id}/organisations-and-services', () => {
    it('lists active ones by name, each organisation with its live services', async () => {
      const { id } = await aUser(service.notify);
      const mark = randomUUID();
      const organisation = async (name: string, fields = {}) => {
        const made = await anOrganisationRow(service.database, { name: `${mark} ${name}`, ...fields });
        await service.database.query(
          'INSERT INTO notify.organisation_member (organisation_id, user_id) VALUES ($1, $2)',
          [made, id],
        );
        return made;
      };
      const b = await organisation('b');
      const a = await organisation('a');
      await organisation('c', { active: false });
      const work = async (name: string, fields = {}) => {
        const made = await aServiceRow(service.database, id, { name: `${mark} ${name}`, ...fields });
        await aServiceMember(service.database, made, id);
        return made;
      };
      const two = await work('two', { organisation_id: a, restricted: true });
      const one = await work('one', { organisation_id: a });
      const loose = await work('zero');
      await work('closed', { organisation_id: a, active: false });
      await aServiceRow(service.database, id, { organisation_id: a });
      const answer = await service.notify.get(`/user/${id}/organisations-and-services`);
      expect([answer.status, answer.body]).toEqual([
        200,
        {
          organisations: [
            { count_of_live_services: 2, id: a, name: `${mark} a` },
            { count_of_live_services: 0, id: b, name: `${mark} b` },
          ],
          services: [
            { id: one, name: `${mark} one`, organisation: a, restricted: false },
            { id: two, name: `${mark} two`, organisation: a, restricted: true },
            { id: loose, name: `${mark} zero`, organisation: null, restricted: false },
          ],
        },
      ]);
    });

    it('returns two empty lists for a user without memberships, and 404 for an unknown user', async () => {
      const { id } = await aUser(service.notify);
      const empty = await service.notify.get(`/user/${id}/organisations-and-services`);
      const nobody = await service.notify.get(`/user/${randomUUID()}/organisations-and-services`);
      expect([empty.body, nobody.status, nobody.body]).toEqual([
        { organisations: [], services: [] },
        404,
        noResult,
      ]);
    });

    it('runs one statement for any number of memberships', async () => {
      const { id } = await aUser(service.notify);
      const query = jest.spyOn(service.app.get(Database), 'query');
      await service.notify.get(`/user/${id}/organisations-and-services`);
      const statements = query.mock.calls.filter(([sql]) => sql.includes('notify.user_account'));
      query.mockRestore();
      expect(statements).toHaveLength(1);
    });
  });
});
