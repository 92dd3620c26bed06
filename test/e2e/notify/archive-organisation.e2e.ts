import { setClock } from '../../support/notify-clock.js';
import { auditOf } from '../../support/notify-audit.js';
import { aMemberRow, aUserRow } from '../../support/builders/notify-rows.js';
import { startApp, type TestApp } from '../../support/app.js';
import {
  aBranding,
  aLinkedService,
  anOrganisation,
  aPendingInvite,
  poolsOf,
  readOrganisation,
} from '../../support/builders/notify-organisation.js';
import { otherTransaction, waiting } from '../../support/other-transaction.js';

const nowhere = '11111111-2222-4333-8444-555555555555';
const activeServices = {
  message: 'Cannot archive an organisation with active services',
  result: 'error',
};
const team = {
  message: 'Cannot archive an organisation with team members or invited team members',
  result: 'error',
};

describe('POST /organisation/{id}/archive', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => service.close());

  const archive = (id: string) => service.notify.post(`/organisation/${id}/archive`, undefined);
  const read = (id: string) => readOrganisation(service, id);

  it('deactivates and renames it, clears its default brandings and domains, and keeps its pools', async () => {
    setClock(service, '2026-11-22T01:02:03.999Z');
    const email = await aBranding(service.database, 'email');
    const letter = await aBranding(service.database, 'letter');
    const before = await anOrganisation(service, {
      notes: 'Kept',
      permissions: ['can_ask_to_join_a_service'],
      domains: ['archived.gov.uk'],
    });
    await service.notify.post(`/organisation/${before.id}`, {
      email_branding_id: email,
      letter_branding_id: letter,
    });
    const answer = await archive(before.id);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await read(before.id)).toEqual({
      ...before,
      active: false,
      domains: [],
      email_branding_id: null,
      letter_branding_id: null,
      name: `_archived_2026-11-22-01:02:03_${before.name}`,
      updated_at: expect.any(String) as string,
    });
    expect(await poolsOf(service.database, before.id)).toEqual({ email: [email], letter: [letter] });
  });

  it('accepts a JSON content type without a body, and ignores any body', async () => {
    const headers = { 'content-type': 'application/json' };
    for (const body of [undefined, '{"any":1}', 'no JSON']) {
      const { id } = await anOrganisation(service);
      const answer = await service.notify.post(`/organisation/${id}/archive`, body, { headers });
      expect(answer.status).toBe(204);
    }
  });

  it('frees its name and its domains for others', async () => {
    const { id, name } = await anOrganisation(service, { domains: ['freed.gov.uk'] });
    await archive(id);
    const next = await anOrganisation(service, { name, domains: ['freed.gov.uk'] });
    expect(next).toMatchObject({ name, domains: ['freed.gov.uk'] });
  });

  it('returns 404 for an unknown organisation', async () => {
    const answer = await archive(nowhere);
    expect([answer.status, answer.body]).toEqual([404, { message: 'No result found', result: 'error' }]);
  });

  it.each([
    ['a live service', {}],
    ['a trial', { restricted: true }],
  ])('refuses an organisation with %s', async (_, overrides) => {
    const before = await anOrganisation(service);
    await aLinkedService(service.database, before.id, overrides);
    const answer = await archive(before.id);
    expect([answer.status, answer.body]).toEqual([400, activeServices]);
    expect(await read(before.id)).toMatchObject({ active: true, name: before.name, updated_at: null });
  });

  it('ignores archived services', async () => {
    const { id } = await anOrganisation(service);
    await aLinkedService(service.database, id, { active: false });
    expect((await archive(id)).status).toBe(204);
  });

  it.each(['active', 'pending', 'inactive'])(
    'refuses an organisation with a team member who is %s',
    async (state) => {
      const before = await anOrganisation(service);
      await aMemberRow(service.database, before.id, await aUserRow(service.database, { state }));
      const answer = await archive(before.id);
      expect([answer.status, answer.body, await read(before.id)]).toEqual([400, team, before]);
    },
  );

  it('ignores a pending invite that has expired', async () => {
    const { id } = await anOrganisation(service);
    await aPendingInvite(service.database, id);
    setClock(service, new Date(Date.now() + 172_700_000).toISOString());
    expect((await archive(id)).body).toEqual(team);
    setClock(service, new Date(Date.now() + 172_900_000).toISOString());
    const answer = await service.notify.post(`/organisation/${id}/archive`, undefined);
    expect(answer.status).toBe(204);
  });

  it('refuses an organisation with a pending invite, and ignores invites of other statuses', async () => {
    const before = await anOrganisation(service);
    const inviteId = await aPendingInvite(service.database, before.id);
    await aPendingInvite(service.database, before.id, { status: 'accepted' });
    const answer = await archive(before.id);
    expect([answer.status, answer.body, await read(before.id)]).toEqual([400, team, before]);
    await service.database.query(`UPDATE notify.organisation_invite SET status = 'cancelled' WHERE id = $1`, [
      inviteId,
    ]);
    expect((await archive(before.id)).status).toBe(204);
  });

  it('reports active services before team members', async () => {
    const { id } = await anOrganisation(service);
    await aMemberRow(service.database, id, await aUserRow(service.database));
    const serviceId = await aLinkedService(service.database, id);
    expect((await archive(id)).body).toEqual(activeServices);
    await service.database.query('UPDATE notify.service SET active = false WHERE id = $1', [serviceId]);
    expect((await archive(id)).body).toEqual(team);
  });

  it('answers 204 for an archived organisation, and changes and records nothing', async () => {
    const { id } = await anOrganisation(service);
    await archive(id);
    const [before, record] = [await read(id), await auditOf(service.database, id)];
    expect((await archive(id)).status).toBe(204);
    expect([await read(id), await auditOf(service.database, id)]).toEqual([before, record]);
  });

  it('changes nothing of an organisation deactivated by an update, including its name and domains', async () => {
    const { id } = await anOrganisation(service, { domains: ['switched-off.gov.uk'] });
    await service.notify.post(`/organisation/${id}`, { active: false });
    const before = await read(id);
    expect([(await archive(id)).status, await read(id)]).toEqual([204, before]);
  });

  it('refuses an inactive organisation with active services or team members', async () => {
    const { id } = await anOrganisation(service, { active: false });
    await aMemberRow(service.database, id, await aUserRow(service.database));
    expect((await archive(id)).body).toEqual(team);
    await aLinkedService(service.database, id);
    expect((await archive(id)).body).toEqual(activeServices);
  });

  it('archives an organisation whose name has 255 characters', async () => {
    setClock(service, '2026-11-22T01:02:04Z');
    const name = 'n'.repeat(255);
    const { id } = await anOrganisation(service, { name });
    expect((await archive(id)).status).toBe(204);
    expect(await read(id)).toMatchObject({ name: `_archived_2026-11-22-01:02:04_${name}` });
  });

  it('archives a reactivated organisation repeatedly, truncating a name that grows too long', async () => {
    const { id } = await anOrganisation(service, { name: 'm'.repeat(255) });
    for (let second = 0; second < 4; second += 1) {
      setClock(service, `2026-11-22T01:03:0${second}Z`);
      expect((await archive(id)).status).toBe(204);
      await service.notify.post(`/organisation/${id}`, { active: true });
    }
    const { name } = await read(id);
    expect([name.length, name.slice(0, 60)]).toEqual([
      320,
      '_archived_2026-11-22-01:03:03__archived_2026-11-22-01:03:02_',
    ]);
  });

  it('advances the timestamp if another organisation of the same name was archived in the same second', async () => {
    setClock(service, '2026-12-31T23:59:59Z');
    const ids: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const { id } = await anOrganisation(service, { name: 'Namesake' });
      expect((await archive(id)).status).toBe(204);
      ids.push(id);
    }
    const names = await Promise.all(ids.map(async (id) => (await read(id)).name));
    expect(names).toEqual([
      '_archived_2026-12-31-23:59:59_Namesake',
      '_archived_2027-01-01-00:00:00_Namesake',
      '_archived_2027-01-01-00:00:01_Namesake',
    ]);
  });

  it('records once who archived it and its new name', async () => {
    setClock(service, '2026-11-22T01:02:05Z');
    const { id, name } = await anOrganisation(service);
    await service.notify.post(`/organisation/${id}/archive`, undefined, {
      headers: { 'x-notify-user-id': 'person-3' },
    });
    const [, ...entries] = await auditOf(service.database, id);
    expect(entries).toEqual([
      {
        client_id: 'development',
        entity: 'organisation',
        interaction_id: expect.any(String) as string,
        user_id: 'person-3',
        operation: 'archive',
        changes: {
          active: false,
          domains: [],
          email_branding_id: null,
          letter_branding_id: null,
          name: `_archived_2026-11-22-01:02:05_${name}`,
        },
      },
    ]);
  });

  it('archives once for concurrent requests', async () => {
    const { id } = await anOrganisation(service);
    const answers = await Promise.all([archive(id), archive(id), archive(id)]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect((await auditOf(service.database, id)).map((entry) => entry.operation)).toEqual([
      'create',
      'archive',
    ]);
  });

  it.each([
    [
      'a member who joins meanwhile',
      team,
      `INSERT INTO notify.organisation_member SELECT $1, '6af522d0-2915-4e52-83a3-3690455a5fe6'`,
    ],
    [
      'an invite that is sent meanwhile',
      team,
      `INSERT INTO notify.organisation_invite (id, organisation_id, email_address, invited_by_id)
       VALUES (gen_random_uuid(), $1, 'a@example.gov.uk', '6af522d0-2915-4e52-83a3-3690455a5fe6')`,
    ],
    [
      'a service that is linked meanwhile',
      activeServices,
      `INSERT INTO notify.service (id, name, normalised_name, restricted, organisation_id, email_message_limit,
         sms_message_limit, letter_message_limit, created_by_id)
       SELECT id, id::text, id::text, false, $1, 1, 1, 1, '6af522d0-2915-4e52-83a3-3690455a5fe6'
       FROM gen_random_uuid() AS id`,
    ],
  ])('waits for a transaction that locks the organisation, and sees %s', async (_, message, sql) => {
    const before = await anOrganisation(service);
    const holder = await otherTransaction(service.database);
    await holder.query('SELECT FROM notify.organisation WHERE id = $1 FOR UPDATE', [before.id]);
    const answer = archive(before.id);
    await waiting(service.database);
    await holder.query(sql, [before.id]);
    await holder.commit();
    expect([(await answer).status, (await answer).body]).toEqual([400, message]);
    expect(await read(before.id)).toMatchObject({ active: true, name: before.name });
  });

  it('waits for a concurrent reactivation of a service', async () => {
    const { id } = await anOrganisation(service);
    const serviceId = await aLinkedService(service.database, id, { active: false });
    const holder = await otherTransaction(service.database);
    await holder.query('UPDATE notify.service SET active = true WHERE id = $1', [serviceId]);
    const answer = archive(id);
    await waiting(service.database);
    await holder.commit();
    expect((await answer).body).toEqual(activeServices);
  });

  it('never leaves an archived organisation with an active service when racing with a link request', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await anOrganisation(service);
      const serviceId = await aLinkedService(service.database, null);
      const [archived, linked] = await Promise.all([
        archive(id),
        service.notify.post(`/organisation/${id}/service`, { service_id: serviceId }),
      ]);
      expect([archived.status, linked.status].sort()).toEqual([204, 400]);
      expect(await read(id)).toMatchObject({
        active: archived.status !== 204,
        count_of_live_services: linked.status === 204 ? 1 : 0,
      });
    }
  });
});
