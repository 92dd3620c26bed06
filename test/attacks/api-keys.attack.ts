import { randomUUID } from 'node:crypto';
import { ApiKeysRepository } from '../../src/modules/notify/api-keys/api-keys.repository.js';
import { type ApiKeyScope, apiKeyScopes } from '../../src/modules/notify/auth/api-key-scopes.js';
import { Clock } from '../../src/modules/notify/clock.js';
import type { Answer } from '../support/answer.js';
import { startApp, type TestApp } from '../support/app.js';
import { anApiKey } from '../support/builders/notify-api-key.js';
import { anOrganisationRow, aUserRow } from '../support/builders/notify-rows.js';
import { NotifyClient } from '../support/notify-client.js';
import { otherTransaction } from '../support/other-transaction.js';
import { until } from '../support/until.js';
import { Attack } from './support/attack.js';
import { pathTo } from './support/bodies.js';
import { operationsOf, pathOf } from './support/operations.js';
import { makeWorld, type World } from './support/world.js';

const sent = '/service/d6aa2c68-a2d9-4437-ab19-3ae8eb202553/notifications';
const mailOperations = new Set([
  'POST /organisation/{organisation_id}/invite',
  'POST /organisation/notify-users-of-request-to-go-live/{service_id}',
  'POST /organisation/notify-org-member-about-next-steps-of-go-live-request/{service_id}',
  'POST /organisation/notify-service-member-of-rejected-go-live-request/{service_id}',
]);
const readOperations = new Set(['POST /user/email']);
const scopeSets: readonly (readonly [string, readonly ApiKeyScope[]])[] = [
  ['read'],
  ['write'],
  ['mail'],
  ['read', 'write'],
  ['read', 'mail'],
  ['write', 'mail'],
  ['read', 'write', 'mail'],
].map((scopes) => [scopes.join(), scopes as ApiKeyScope[]]);

const lacks = (scope: ApiKeyScope) => ({
  message: {
    token: [
      `Invalid token: this API key has no scope ${scope}, which the request needs. Use a key with that scope`,
    ],
  },
  result: 'error',
});
const refused = (text: string) => ({ message: { token: [`Invalid token: ${text}`] }, result: 'error' });

describe('API keys', () => {
  let service: TestApp;
  let world: World;
  const attack = new Attack('API keys: scopes');
  beforeAll(async () => {
    service = await startApp({ MAIL_WORKER: 'false' });
    world = await makeWorld(service.database, 12);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => service.close());

  const withKey = (key: string, origin = service.origin): NotifyClient =>
    new NotifyClient(origin, () => Promise.resolve(key));
  const scopeOf = (name: string): ApiKeyScope =>
    mailOperations.has(name)
      ? 'mail'
      : name.startsWith('GET ') || readOperations.has(name)
        ? 'read'
        : 'write';

  it.each(scopeSets)(
    'with the scopes %s reach the operations of these scopes and no other',
    async (_, scopes) => {
      const client = withKey(await anApiKey(service.database, { scopes }));
      for (const operation of operationsOf('notify').filter(({ template }) => template !== '/_status')) {
        const scope = scopeOf(operation.name);
        // Reads get existing ids; changes get absent ids or an invalid body, so that they change nothing.
        const absent = Object.fromEntries(operation.parameters.map(({ name }) => [name, randomUUID()]));
        const path = operation.method === 'GET' ? pathTo(world, operation) : pathOf(operation, absent);
        const answer = await client.send(operation.method, path, operation.body === null ? {} : { body: [] });
        const isRefused = answer.status === 403;
        const isRight = isRefused
          ? !scopes.includes(scope) && JSON.stringify(answer.body) === JSON.stringify(lacks(scope))
          : scopes.includes(scope) && answer.status !== 401 && answer.status < 500;
        attack.note(operation.name, answer, isRight ? [] : [`${answer.status} with ${scopes.join()}`]);
      }
      attack.expectNoFailure();
    },
  );

  it('sign an agreement with write and mail, and change nothing with write alone', async () => {
    const id = await anOrganisationRow(service.database);
    const body = { agreement_signed: true, agreement_signed_by_id: await aUserRow(service.database) };
    const withScopes = async (scopes: readonly ApiKeyScope[], sentBody: object): Promise<Answer> =>
      withKey(await anApiKey(service.database, { scopes })).post(`/organisation/${id}`, sentBody);
    const before = (await service.notify.get(`/organisation/${id}`)).text;
    const answer = await withScopes(['write'], body);
    expect([answer.status, answer.body]).toEqual([403, lacks('mail')]);
    expect((await service.notify.get(`/organisation/${id}`)).text).toBe(before);
    expect((await withScopes(['mail'], body)).body).toEqual(lacks('write'));
    expect((await withScopes(['write'], { agreement_signed: true })).status).toBe(204);
    expect((await withScopes(['write', 'mail'], body)).status).toBe(204);
  });

  it('without mail see invitations without their tokens, in every read of the list', async () => {
    const organisation = await anOrganisationRow(service.database);
    const email_address = `${randomUUID()}@example.gov.uk`;
    const invited = await service.notify.post(`/organisation/${organisation}/invite`, {
      email_address,
      invited_by: await aUserRow(service.database),
    });
    expect([invited.status, invited.text.includes('organisation-invitation')]).toEqual([201, false]);
    const urlFor = async (scopes: readonly ApiKeyScope[]): Promise<unknown> => {
      const { body } = await withKey(await anApiKey(service.database, { scopes })).get(sent);
      const { notifications } = body as { notifications: { to: string; personalisation: { url: string } }[] };
      return notifications.find(({ to }) => to === email_address)?.personalisation.url;
    };
    const masked = 'http://localhost:6012/organisation-invitation/***';
    expect([await urlFor(['read']), await urlFor(['read', 'write'])]).toEqual([masked, masked]);
    expect(await urlFor(['read', 'mail'])).toMatch(/\/organisation-invitation\/[\w-]{72}$/);
  });

  it('are accepted until the instant of their expiry, and not from it on', async () => {
    const expiresAt = new Date(Date.now() + 1_000_000);
    const client = withKey(await anApiKey(service.database, { expiresAt }));
    const clock = jest.spyOn(service.app.get(Clock), 'now');
    clock.mockReturnValue(new Date(expiresAt.getTime() - 1));
    expect((await client.get('/letter-branding')).status).toBe(200);
    for (const later of [0, 1, 1_000_000]) {
      clock.mockReturnValue(new Date(expiresAt.getTime() + later));
      const answer = await client.get('/letter-branding');
      expect([answer.status, answer.body]).toEqual([403, refused('API key expired')]);
    }
  });

  it('are refused by all instances in the next request after their revocation', async () => {
    const other = await service.startSibling();
    const key = await anApiKey(service.database, { name: 'leaked' });
    const clients = [withKey(key), withKey(key, other.origin)];
    for (const client of clients) expect((await client.get('/letter-branding')).status).toBe(200);
    await service.database.query(`UPDATE notify.api_key SET revoked_at = now() WHERE name = 'leaked'`);
    for (const client of clients) {
      const answer = await client.get('/letter-branding');
      expect([answer.status, answer.body]).toEqual([403, refused('API key revoked')]);
    }
    await other.close();
  });

  it('that are no keys cause no look-up, and a text in the shape of one causes one', async () => {
    const find = jest.spyOn(service.app.get(ApiKeysRepository), 'find');
    const key = await anApiKey(service.database);
    for (const token of [
      key.slice(1),
      `${key}x`,
      `${key.slice(1)}.`,
      `${key.slice(1)}é`,
      "' OR 1=1 --",
      'a.b.c',
    ])
      expect((await withKey(encodeURI(token)).get('/letter-branding')).status).toBe(403);
    expect(find).not.toHaveBeenCalled();
    expect((await withKey('no-such-key-'.padEnd(43, 'z')).get('/letter-branding')).status).toBe(403);
    expect(find).toHaveBeenCalledTimes(1);
  });

  describe('have a last use', () => {
    const lastUse = async (name: string): Promise<Date | null | undefined> => {
      const rows = await service.database.query<{ at: Date | null }>(
        'SELECT last_used_at AS at FROM notify.api_key WHERE name = $1',
        [name],
      );
      return rows[0]?.at;
    };

    it('that is written after a minute and not before', async () => {
      const client = withKey(await anApiKey(service.database, { name: 'used' }));
      const noteUse = jest.spyOn(service.app.get(ApiKeysRepository), 'noteUse');
      const first = new Date('2027-01-01T00:00:00.000Z');
      const clock = jest.spyOn(service.app.get(Clock), 'now');
      const useAt = async (ms: number): Promise<void> => {
        clock.mockReturnValue(new Date(first.getTime() + ms));
        expect((await client.get('/letter-branding')).status).toBe(200);
      };
      const untilLastUse = (ms: number): Promise<true> =>
        until(`the last use ${ms}`, async () => ((await lastUse('used'))?.getTime() === ms ? true : null));
      await useAt(0);
      await untilLastUse(first.getTime());
      await useAt(1);
      await useAt(59_999);
      expect(noteUse).toHaveBeenCalledTimes(1);
      await useAt(60_000);
      expect(noteUse).toHaveBeenCalledTimes(2);
      await untilLastUse(first.getTime() + 60_000);
    });

    it('that is not written while another session holds the row, and the request is answered', async () => {
      const client = withKey(await anApiKey(service.database, { name: 'held' }));
      const noteUse = jest.spyOn(service.app.get(ApiKeysRepository), 'noteUse');
      const other = await otherTransaction(service.database);
      await other.query(`SELECT FROM notify.api_key WHERE name = 'held' FOR UPDATE`);
      expect((await client.get('/letter-branding')).status).toBe(200);
      expect(noteUse).toHaveBeenCalledTimes(1);
      await noteUse.mock.results[0]?.value;
      expect(await lastUse('held')).toBeNull();
      await other.commit();
    });

    it('whose failed write does not fail the request', async () => {
      const client = withKey(await anApiKey(service.database, { name: 'failed' }));
      const noteUse = jest.spyOn(service.app.get(ApiKeysRepository), 'noteUse');
      noteUse.mockRejectedValueOnce(new Error('the disk is full'));
      expect((await client.get('/letter-branding')).status).toBe(200);
      expect([noteUse.mock.calls.length, await lastUse('failed')]).toEqual([1, null]);
    });
  });

  it('have scopes from a fixed list, also in the database', async () => {
    for (const scopes of ['{}', '{admin}', '{read,admin}'])
      await expect(
        service.database.query(
          `INSERT INTO notify.api_key (id, name, sha256, scopes, created_at)
           VALUES (gen_random_uuid(), 'x', sha256('x'), $1, now())`,
          [scopes],
        ),
      ).rejects.toThrow('api_key_scopes_check');
    expect(apiKeyScopes).toEqual(['read', 'write', 'mail']);
  });
});
