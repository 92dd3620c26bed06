import { createHmac } from 'node:crypto';
import { IssuerKeys } from '../../../src/http/auth/issuer-keys.js';
import { maxLinesOfCaller } from '../../../src/security-events/refusal-limit.js';
import { startApp, type TestApp } from '../../support/app.js';
import { aUser, aUserBody, anOrganisationRow } from '../../support/builders/notify-people.js';
import { aFlagBody, anOrganisationBody } from '../../support/builders/organisation.js';
import type { Client } from '../../support/client.js';
import { admin, software, user } from '../../support/identities.js';
import { adminToken, NotifyClient } from '../../support/notify-client.js';
import { type EventLine, eventsIn } from '../../support/security-events.js';

const hashKey = 'the-key-of-the-hashes-in-the-logs';
const hashOf = (person: string): string =>
  createHmac('sha256', hashKey).update(person).digest('hex').slice(0, 32);

let service: TestApp;
let seen: number;
beforeAll(async () => {
  service = await startApp({ LOG_HASH_KEY: hashKey });
  // The keys of the issuer are events too.
  await service.app.get(IssuerKeys).load();
});
afterAll(() => service.close());
beforeEach(() => {
  seen = eventsIn(service.dataDir).length;
});
const newEvents = (): EventLine[] => eventsIn(service.dataDir).slice(seen);
const namesAndDetails = (): [string, unknown][] => newEvents().map(({ event, details }) => [event, details]);

describe('a change of the directory', () => {
  const operator = (): Client => service.as({ ...admin, jti: 'token-of-the-operator' });
  const createOrganisation = async (id: string): Promise<void> => {
    const answer = await operator().post('/organisations', anOrganisationBody({ OrganisationId: id }));
    expect(answer.status).toBe(201);
    seen = eventsIn(service.dataDir).length;
  };
  const createFlag = async (value: string): Promise<string> => {
    const answer = await operator().post('/references/flags', aFlagBody({ Value: value }));
    expect(answer.status).toBe(201);
    seen = eventsIn(service.dataDir).length;
    return (answer.body as { Id: string }).Id;
  };

  it('is one line with client, user, token, address and interaction', async () => {
    const email = 'Ada@Bank.example';
    const person = service.as(
      user(email, {
        jti: 'token-1',
        trust_framework_profile: { basic_information: { user_email: email }, super_user: true },
      }),
    );
    const answer = await person.post('/references/flags', aFlagBody({ Value: 'one line' }));
    expect(newEvents()).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
        event: 'flag.created',
        outcome: 'success',
        clientId: 'website',
        user: hashOf('ada@bank.example'),
        jti: 'token-1',
        clientAddress: '127.0.0.1',
        interactionId: answer.headers.get('x-fapi-interaction-id'),
        details: { flagId: (answer.body as { Id: string }).Id },
      },
    ]);
  });

  it('of a flag is recorded; a PUT that changes nothing and one that is refused are not', async () => {
    const flag = await createFlag('changed');
    const put = (body: unknown, headers = {}): Promise<{ status: number }> =>
      operator().put(`/references/flags/${flag}`, body, { headers });
    const same = { ...aFlagBody({ Value: 'changed' }), Cascade: false };
    expect((await put(same)).status).toBe(200);
    expect((await put({ ...same, AccessLevel: 3 }, { 'if-match': '"other"' })).status).toBe(412);
    expect(newEvents()).toEqual([]);
    expect((await put({ ...same, AccessLevel: 3 })).status).toBe(200);
    expect(namesAndDetails()).toEqual([['flag.changed', { flagId: flag }]]);
  });

  it('of an administrator is recorded with the hash of the address', async () => {
    await createOrganisation('org-admins');
    const path = '/organisations/org-admins/adminusers';
    expect((await operator().post(path, { UserEmail: 'New@Bank.example' })).status).toBe(201);
    expect((await operator().post(path, { UserEmail: 'New@Bank.example' })).status).toBe(409);
    expect((await operator().put(`${path}/new@bank.example`, { Status: 'Inactive' })).status).toBe(200);
    expect((await operator().put(`${path}/new@bank.example`, { Status: 'Inactive' })).status).toBe(200);
    const who = { organisationId: 'org-admins', adminUser: hashOf('new@bank.example') };
    expect(namesAndDetails()).toEqual([
      ['admin_user.added', { ...who, before: null, after: 'Active' }],
      ['admin_user.changed', { ...who, before: 'Active', after: 'Inactive' }],
    ]);
  });

  it('of an organisation is recorded if it creates, or changes Status or flags', async () => {
    const flag = await createFlag('carried');
    const body = anOrganisationBody({ OrganisationId: 'org-status' });
    const path = '/organisations/org-status';
    expect((await operator().post('/organisations', body)).status).toBe(201);
    expect((await operator().put(path, { ...body, City: 'Leeds' })).status).toBe(200);
    expect((await operator().put(path, { ...body, Status: 'Withdrawn' })).status).toBe(200);
    const patch = { headers: { 'content-type': 'application/merge-patch+json' } };
    const patched = { Status: 'Active', Flags: [flag] };
    expect((await operator().send('PATCH', path, { ...patch, body: JSON.stringify(patched) })).status).toBe(
      200,
    );
    const organisationId = 'org-status';
    expect(namesAndDetails()).toEqual([
      ['organisation.created', { organisationId, status: 'Active', flags: [] }],
      ['organisation.status_changed', { organisationId, before: 'Active', after: 'Withdrawn' }],
      ['organisation.status_changed', { organisationId, before: 'Withdrawn', after: 'Active' }],
      ['organisation.flags_changed', { organisationId, added: [flag], removed: [] }],
    ]);
  });

  it('is recorded once each under concurrent changes, those with locks included', async () => {
    await createOrganisation('org-races');
    const statuses = [
      'Pending',
      'Active',
      'Withdrawn',
      'Active',
      'Pending',
      'Withdrawn',
      'Active',
      'Pending',
    ];
    await Promise.all(
      statuses.map((Status) =>
        operator().put(
          '/organisations/org-races',
          anOrganisationBody({ OrganisationId: 'org-races', Status }),
        ),
      ),
    );
    const found = newEvents().map(({ details }) => [details.before, details.after]);
    // Each change begins where the one before it ended.
    for (const [index, [before]] of found.entries())
      expect(before).toBe(index === 0 ? 'Active' : found[index - 1]?.[1]);
    const entries = await service.database.query<{ count: string }>(
      `SELECT count(*) FROM directory.organisation_history WHERE organisation_id = 'org-races'`,
    );
    expect(found).toHaveLength(Number(entries[0]?.count) - 1);
  });
});

describe('a change of the Notify API', () => {
  const acting = (): NotifyClient =>
    new NotifyClient(service.origin, () => adminToken({ jti: 'token-of-notify' }));

  it('of users, members, permissions and invites is recorded without addresses', async () => {
    const notify = acting();
    const headers = { 'x-notify-user-id': '00000000-0000-4000-8000-00000000000a' };
    const made = await notify.post('/user', aUserBody(), { headers });
    const { id } = (made.body as { data: { id: string } }).data;
    const organisation = await anOrganisationRow(service.database);
    await notify.post(`/user/${id}`, { name: 'Jane Jones' });
    await notify.post(`/user/${id}/activate`, undefined);
    const live = { permissions: [{ permission: 'can_make_services_live' }] };
    await notify.post(`/organisation/${organisation}/users/${id}`, live);
    await notify.post(`/user/${id}/organisation/${organisation}/permissions`, { permissions: [] });
    const invite = await notify.post(`/organisation/${organisation}/invite`, {
      email_address: 'invited@example.gov.uk',
      invited_by: id,
      permissions: ['can_make_services_live'],
    });
    const inviteId = (invite.body as { data: { id: string } }).data.id;
    await notify.post(`/organisation/${organisation}/invite/${inviteId}`, { status: 'cancelled' });
    await notify.delete(`/organisation/${organisation}/users/${id}`);
    await notify.post(`/user/${id}/archive`, undefined);
    const user = { entity: 'user', entityId: id };
    const inOrganisation = { entity: 'organisation', entityId: organisation };
    const withoutFields = (details: object): object =>
      Object.fromEntries(Object.entries(details).filter(([name]) => name !== 'fields'));
    expect(newEvents().map(({ event, details }) => [event, withoutFields(details)])).toEqual([
      ['notify.user_created', { ...user, platform_admin: false, state: 'pending' }],
      ['notify.user_changed', user],
      ['notify.user_activated', { ...user, state: 'active' }],
      ['notify.member_added', { ...inOrganisation, user_id: id, permissions: ['can_make_services_live'] }],
      ['notify.permissions_changed', { ...inOrganisation, user_id: id, permissions: [] }],
      [
        'notify.invite_created',
        { ...inOrganisation, invite_id: inviteId, permissions: ['can_make_services_live'] },
      ],
      ['notify.invite_changed', { ...inOrganisation, invite_id: inviteId, status: 'cancelled' }],
      ['notify.member_removed', { ...inOrganisation, user_id: id }],
      ['notify.user_archived', user],
    ]);
    expect(newEvents()[0]).toMatchObject({
      clientId: 'notify-admin',
      user: hashOf('00000000-0000-4000-8000-00000000000a'),
      jti: 'token-of-notify',
      clientAddress: '127.0.0.1',
      details: { fields: expect.arrayContaining(['email_address', 'name']) as string[] },
    });
  });

  it('is not recorded if its transaction is rolled back', async () => {
    const made = await aUser(service.notify);
    seen = eventsIn(service.dataDir).length;
    const answer = await service.notify.post('/user', aUserBody({ email_address: made.email_address }));
    expect(answer.status).toBe(400);
    expect(newEvents()).toEqual([]);
  });
});

describe('a refused request', () => {
  it('is recorded with 401 and its reason, without an identity', async () => {
    await service.as(null).get('/organisations');
    await fetch(`${service.origin}/organisations`, { headers: { authorization: 'Bearer a.b.c' } });
    await fetch(`${service.origin}/organisation`);
    expect(newEvents().map(({ event, clientId, details }) => [event, clientId, details])).toEqual([
      ['access.unauthenticated', null, { reason: 'unauthenticated', method: 'GET', route: '/organisations' }],
      ['access.unauthenticated', null, { reason: 'invalid_token', method: 'GET', route: '/organisations' }],
      ['access.unauthenticated', null, { reason: 'token-refused', method: 'GET', route: '/organisation' }],
    ]);
  });

  it('is recorded with 403, its client and token', async () => {
    await service.as({ ...software, jti: 'too-weak' }).post('/organisations', anOrganisationBody());
    expect(newEvents()).toEqual([
      expect.objectContaining({
        event: 'access.forbidden',
        outcome: 'refused',
        clientId: 'tpp-client',
        user: null,
        jti: 'too-weak',
        details: { reason: 'insufficient_scope', method: 'POST', route: '/organisations' },
      }),
    ]);
  });

  it('is recorded with 429', async () => {
    const limited = await startApp({ RATE_LIMIT_PER_MINUTE: '1' });
    const caller = limited.as(software);
    expect((await caller.get('/organisations')).status).toBe(200);
    expect(eventsIn(limited.dataDir, 'access.')).toEqual([]);
    expect((await caller.get('/organisations')).status).toBe(429);
    expect(eventsIn(limited.dataDir, 'access.')).toEqual([
      expect.objectContaining({ event: 'access.rate_limited', clientId: 'tpp-client' }),
    ]);
    await limited.close();
  });

  it('above the limit of its caller is counted, and told when the service stops', async () => {
    const first = await startApp();
    const flooded = await first.startSibling();
    for (let time = 0; time < maxLinesOfCaller; time++) await flooded.as(null).get('/organisations');
    expect(eventsIn(first.dataDir, 'access.')).toHaveLength(maxLinesOfCaller);
    for (let time = 0; time < 3; time++) await flooded.as(null).get('/organisations');
    expect(eventsIn(first.dataDir, 'access.')).toHaveLength(maxLinesOfCaller);
    // Another caller still gets its line.
    await flooded.as(software).post('/organisations', anOrganisationBody());
    expect(eventsIn(first.dataDir, 'access.forbidden')).toHaveLength(1);
    const metrics = await (await fetch(`${flooded.origin}/metrics`)).text();
    expect(metrics).toContain(
      `security_events_total{event="access.unauthenticated"} ${maxLinesOfCaller + 3}`,
    );
    expect(metrics).toContain('security_events_lost_total 0');
    await flooded.close();
    expect(eventsIn(first.dataDir).at(-1)).toMatchObject({
      event: 'access.unauthenticated',
      clientAddress: '127.0.0.1',
      details: { suppressed: 3 },
    });
    await first.close();
  });
});

describe('a full disk', () => {
  it('fails no request; the line is counted as lost', async () => {
    // Linux: each write to this device fails with ENOSPC.
    const full = await startApp({ SECURITY_EVENTS_FILE: '/dev/full' });
    expect((await full.as(admin).post('/references/flags', aFlagBody())).status).toBe(201);
    expect((await full.as(software).post('/references/flags', aFlagBody())).status).toBe(403);
    const metrics = await (await fetch(`${full.origin}/metrics`)).text();
    expect(metrics).toContain('security_events_total{event="flag.created"} 1');
    const counts = [...metrics.matchAll(/^security_events_total\{.*\} (\d+)$/gm)].map(([, count]) =>
      Number(count),
    );
    const all = counts.reduce((total, count) => total + count, 0);
    expect(metrics).toContain(`security_events_lost_total ${all}`);
    await full.close();
  });
});
