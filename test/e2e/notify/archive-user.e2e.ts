import { randomUUID } from 'node:crypto';
import { Clock } from '../../../src/modules/notify/clock.js';
import { startApp, type TestApp } from '../../support/app.js';
import {
  anOrganisationRow,
  aServiceMember,
  aServiceRow,
  aUser,
  aUserBody,
} from '../../support/builders/notify-people.js';
import { otherTransaction, waiting } from '../../support/other-transaction.js';

describe('POST /user/{id}/archive', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => service.close());

  const archive = (id: string) =>
    service.notify.send('POST', `/user/${id}/archive`, { headers: { 'content-type': 'application/json' } });
  const at = (time: string) => jest.spyOn(service.app.get(Clock), 'now').mockReturnValue(new Date(time));
  const get = async (id: string) =>
    ((await service.notify.get(`/user/${id}`)).body as { data: Record<string, unknown> }).data;
  const auditOf = (id: string) =>
    service.database.query<{ operation: string; changes: unknown }>(
      `SELECT operation, changes FROM notify.audit WHERE entity = 'user' AND entity_id = $1 ORDER BY id`,
      [id],
    );

  it('removes the user from all services and organisations with the permissions, and renames the user', async () => {
    const made = await aUser(service.notify, { platform_admin: true });
    const organisations = [
      await anOrganisationRow(service.database),
      await anOrganisationRow(service.database, { active: false }),
    ].sort();
    for (const organisation of organisations)
      await service.database.query(
        'INSERT INTO notify.organisation_member (organisation_id, user_id) VALUES ($1, $2)',
        [organisation, made.id],
      );
    const elsewhere = await anOrganisationRow(service.database);
    for (const organisation of [organisations[0], elsewhere])
      await service.notify.post(`/user/${made.id}/organisation/${organisation}/permissions`, {
        permissions: [{ permission: 'can_make_services_live' }],
      });
    const work = await aServiceRow(service.database, made.id);
    await aServiceMember(service.database, work, made.id, ['manage_settings']);
    at('2026-11-22T01:02:03.999Z');
    const answer = await archive(made.id);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await get(made.id)).toEqual({
      ...made,
      auth_type: 'email_auth',
      email_address: `_archived_2026-11-22-01:02:03_${made.email_address}`,
      mobile_number: null,
      name: 'Archived user',
      organisation_permissions: {},
      organisations: [],
      permissions: {},
      platform_admin: false,
      services: [],
      state: 'inactive',
    });
    expect((await auditOf(made.id)).at(-1)).toEqual({
      operation: 'archive',
      changes: { organisations, services: [work] },
    });
  });

  it('keeps the other members of those services and organisations', async () => {
    const [leaves, stays] = [await aUser(service.notify), await aUser(service.notify)];
    const organisation = await anOrganisationRow(service.database);
    const work = await aServiceRow(service.database, stays.id);
    for (const { id } of [leaves, stays]) {
      await service.notify.post(`/organisation/${organisation}/users/${id}`, {
        permissions: [{ permission: 'can_make_services_live' }],
      });
      await aServiceMember(service.database, work, id, ['manage_settings']);
    }
    const before = await get(stays.id);
    await archive(leaves.id);
    expect(await get(stays.id)).toEqual(before);
  });

  it('frees the e-mail address for another user', async () => {
    const made = await aUser(service.notify);
    await archive(made.id);
    const answer = await service.notify.post('/user', aUserBody({ email_address: made.email_address }));
    expect(answer.status).toBe(201);
  });

  it('advances the timestamp for a second archive of one address in the same second', async () => {
    const email_address = `${randomUUID()}@example.gov.uk`;
    at('2026-12-31T23:59:59.000Z');
    const ids: string[] = [];
    for (const address of [email_address, email_address.toUpperCase(), email_address]) {
      const { id } = await aUser(service.notify, { email_address: address });
      expect((await archive(id)).status).toBe(204);
      ids.push(id);
    }
    const found = await Promise.all(ids.map(async (id) => (await get(id)).email_address));
    expect(found).toEqual([
      `_archived_2026-12-31-23:59:59_${email_address}`,
      `_archived_2027-01-01-00:00:00_${email_address.toUpperCase()}`,
      `_archived_2027-01-01-00:00:01_${email_address}`,
    ]);
  });

  it('accepts an address of maximum length', async () => {
    const host = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.uk`;
    const email_address = `${randomUUID()}${'x'.repeat(60)}`.slice(0, 320 - host.length - 1) + `@${host}`;
    expect(email_address).toHaveLength(320);
    const { id } = await aUser(service.notify, { email_address });
    expect((await archive(id)).status).toBe(204);
    expect((await get(id)).email_address).toMatch(/^_archived_.{19}_.{320}$/);
  });

  it('changes nothing of an inactive user and answers 204', async () => {
    const { id } = await aUser(service.notify);
    const asleep = await aUser(service.notify, { state: 'inactive' });
    await archive(id);
    const before = [await get(id), await get(asleep.id)];
    const answers = [await archive(id), await archive(asleep.id)];
    expect(answers.map(({ status }) => status)).toEqual([204, 204]);
    expect([await get(id), await get(asleep.id)]).toEqual(before);
    expect((await auditOf(id)).map((entry) => entry.operation)).toEqual(['create', 'archive']);
  });

  it('archives once for two concurrent requests', async () => {
    const { id, email_address } = await aUser(service.notify);
    at('2026-11-22T01:02:03.000Z');
    const answers = await Promise.all([archive(id), archive(id), archive(id)]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect(await get(id)).toMatchObject({ email_address: `_archived_2026-11-22-01:02:03_${email_address}` });
    expect((await auditOf(id)).map((entry) => entry.operation)).toEqual(['create', 'archive']);
  });

  it('returns 404 for an unknown user', async () => {
    const answer = await archive(randomUUID());
    expect([answer.status, answer.body]).toEqual([404, { message: 'No result found', result: 'error' }]);
  });

  it('locks the organisations of the user before the user', async () => {
    const { id } = await aUser(service.notify);
    const organisation = await anOrganisationRow(service.database);
    await service.notify.post(`/organisation/${organisation}/users/${id}`, { permissions: [] });
    const other = await otherTransaction(service.database);
    await other.query('SELECT FROM notify.organisation WHERE id = $1 FOR UPDATE', [organisation]);
    const archiving = archive(id);
    await waiting(service.database);
    // This update fails if the archive already holds the lock on the user.
    await other.query('SELECT FROM notify.user_account WHERE id = $1 FOR UPDATE NOWAIT', [id]);
    await other.commit();
    expect((await archiving).status).toBe(204);
  });

  it('leaves no membership behind when racing with a join', async () => {
    const join = (organisation: string, id: string) =>
      service.notify.post(`/organisation/${organisation}/users/${id}`, { permissions: [] });
    for (let round = 0; round < 8; round += 1) {
      const { id } = await aUser(service.notify);
      const organisations = [
        await anOrganisationRow(service.database),
        await anOrganisationRow(service.database),
      ];
      const [archived, ...joined] = await Promise.all([
        archive(id),
        ...organisations.map((organisation) => join(organisation, id)),
      ]);
      expect([archived.status, ...joined.map(({ status }) => status)]).toEqual([204, 200, 200]);
      const operations = await service.database.query(
        `SELECT operation, CASE entity WHEN 'user' THEN NULL ELSE entity_id END AS organisation
         FROM notify.audit WHERE entity_id = $1 OR changes->>'user_id' = $1::text ORDER BY id`,
        [id],
      );
      const after = operations.slice(operations.findIndex(({ operation }) => operation === 'archive') + 1);
      // Inactive users can be added by id, so joins after the archive may remain.
      expect((await get(id)).organisations).toEqual(
        after.map(({ organisation }) => organisation as string).sort(),
      );
    }
  });
});
