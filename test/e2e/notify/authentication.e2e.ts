import { createHash } from 'node:crypto';
import { generateKeyPair, SignJWT } from 'jose';
import { developmentAdminSecret, developmentApiKey } from '../../../src/config/notify-config.js';
import { Clock } from '../../../src/modules/notify/clock.js';
import { startApp, type TestApp } from '../../support/app.js';
import type { Answer } from '../../support/answer.js';
import { anApiKey } from '../../support/builders/notify-api-key.js';
import { aLetterBrandingBody } from '../../support/builders/notify-branding.js';
import { adminToken, NotifyClient } from '../../support/notify-client.js';

const newSecret = 'the-new-secret-of-the-admin-client';
const oldSecret = 'the-old-secret-of-the-admin-client';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const notUnderstood =
  'Invalid token: make sure your API token matches the example at https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header';
const notFound = 'Invalid token: API key not found';
const clockIsOff = 'Error: Your system clock must be accurate to within 30 seconds';
const notAllowed = 'Unauthorized: not allowed to perform this action';
const notHs256 = 'Invalid token: algorithm used is not HS256';

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const unsigned = (header: object, claims: object): string => `${base64(header)}.${base64(claims)}.`;

/** Returns a token signed with an algorithm other than HS256. */
async function signedAs(alg: string): Promise<string> {
  const key =
    alg === 'RS256'
      ? (await generateKeyPair('RS256')).privateKey
      : new TextEncoder().encode(newSecret.repeat(2));
  const iat = Math.floor(Date.now() / 1_000);
  return new SignJWT({ iat, iss: 'notify-admin' }).setProtectedHeader({ alg, typ: 'JWT' }).sign(key);
}

describe('authentication of the Notify API', () => {
  let service: TestApp;
  let nobody: NotifyClient;
  let keys: { ops: string; reports: string };
  beforeAll(async () => {
    service = await startApp({
      NOTIFY_ADMIN_SECRETS: `${newSecret},${oldSecret}`,
    });
    keys = {
      ops: await anApiKey(service.database, { name: 'ops' }),
      reports: await anApiKey(service.database, { name: 'reports' }),
    };
    nobody = new NotifyClient(service.origin, null);
  });
  afterAll(() => service.close());
  afterEach(() => jest.restoreAllMocks());

  const get = (authorization?: string, path = '/letter-branding'): Promise<Answer> =>
    nobody.get(path, authorization === undefined ? {} : { headers: { authorization } });
  /** Returns the author of a change according to the audit. */
  const clientOf = async (token: string, headers: Record<string, string> = {}): Promise<unknown> => {
    const answer = await nobody.post('/letter-branding', aLetterBrandingBody(), {
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
    const rows = await service.database.query(
      'SELECT client_id, user_id FROM notify.audit WHERE entity_id = $1',
      [(answer.body as { id: string }).id],
    );
    return rows[0];
  };

  describe('refuses', () => {
    const iat = (): number => Math.floor(Date.now() / 1_000);
    const bearer = async (token: string | Promise<string>): Promise<string> => `Bearer ${await token}`;
    const table: readonly (readonly [
      name: string,
      status: number,
      text: string,
      authorization: () => Promise<string | undefined>,
    ])[] = [
      [
        'no header',
        401,
        'Unauthorized: authentication token must be provided',
        () => Promise.resolve(undefined),
      ],
      [
        'another scheme',
        401,
        'Unauthorized: authentication bearer scheme must be used',
        () => Promise.resolve(`Basic ${base64('user:password')}`),
      ],
      ['a token that is no JWT and no key', 403, notUnderstood, () => bearer('somebody-elses-key')],
      [
        'the development key where admin secrets are set',
        403,
        notUnderstood,
        () => bearer(developmentApiKey),
      ],
      ['the hash of a key', 403, notUnderstood, () => bearer(sha256(keys.ops))],
      [
        'a token without iss',
        403,
        'Invalid token: iss field not provided',
        () => bearer(adminToken({ iss: undefined }, newSecret)),
      ],
      [
        "a service's own iss",
        401,
        notAllowed,
        () => bearer(adminToken({ iss: 'd6aa2c68-a2d9-4437-ab19-3ae8eb202553' }, newSecret)),
      ],
      [
        'alg none',
        403,
        notHs256,
        () => bearer(unsigned({ alg: 'none' }, { iat: iat(), iss: 'notify-admin' })),
      ],
      ['alg HS512', 403, notHs256, () => bearer(signedAs('HS512'))],
      ['alg RS256', 403, notHs256, () => bearer(signedAs('RS256'))],
      [
        'a wrong secret',
        403,
        notFound,
        () => bearer(adminToken({}, 'a-secret-that-nobody-knows-but-the-forger')),
      ],
      [
        'the development secret where others are set',
        403,
        notFound,
        () => bearer(adminToken({}, developmentAdminSecret)),
      ],
      ['no iat', 403, notFound, () => bearer(adminToken({ iat: undefined }, newSecret))],
      ['an iat long ago', 403, clockIsOff, () => bearer(adminToken({ iat: iat() - 90 }, newSecret))],
      ['an iat long to come', 403, clockIsOff, () => bearer(adminToken({ iat: iat() + 90 }, newSecret))],
      ['aud', 403, notUnderstood, () => bearer(adminToken({ aud: 'notify' }, newSecret))],
      ['an exp that has passed', 403, notUnderstood, () => bearer(adminToken({ exp: iat() - 1 }, newSecret))],
    ];

    it.each(table)('%s with %i %s', async (_, status, text, authorization) => {
      const header = await authorization();
      for (const path of ['/letter-branding', '/email-branding/00000000-0000-4000-8000-00000000dead']) {
        const answer = await get(header, path);
        expect([answer.status, answer.body, answer.headers.get('www-authenticate')]).toEqual([
          status,
          { message: { token: [text] }, result: 'error' },
          status === 401 ? 'Bearer' : null,
        ]);
        const token = header?.split(' ')[1] ?? 'no token';
        expect(`${answer.text} ${JSON.stringify([...answer.headers])}`).not.toContain(token);
      }
    });

    it('with the first fault in the order of the table if a token has several', async () => {
      const forged = 'a-secret-that-nobody-knows-but-the-forger';
      const messages = [
        unsigned({ alg: 'none' }, { aud: 'x' }),
        unsigned({ alg: 'none' }, { aud: 'x', iss: 'x' }),
        unsigned({ alg: 'none' }, { aud: 'x', iss: 'notify-admin' }),
        await adminToken({ aud: 'x', iat: 1 }, forged),
        await adminToken({ aud: 'x', iat: 1 }, newSecret),
        await adminToken({ aud: 'x' }, newSecret),
      ].map(async (token) => (await get(`Bearer ${token}`)).body);
      expect(
        (await Promise.all(messages)).map(
          (body) => (body as { message: { token: string[] } }).message.token[0],
        ),
      ).toEqual([
        'Invalid token: iss field not provided',
        notAllowed,
        notHs256,
        notFound,
        clockIsOff,
        notUnderstood,
      ]);
    });

    it('a bad token before a bad body, a bad content type or an unknown id', async () => {
      for (const path of ['/letter-branding', '/letter-branding/00000000-0000-4000-8000-00000000dead']) {
        for (const contentType of ['application/json', 'text/plain']) {
          const headers = { authorization: 'Bearer x', 'content-type': contentType };
          expect((await nobody.post(path, '{', { headers })).status).toBe(403);
          const anonymous = { 'content-type': contentType };
          expect((await nobody.post(path, '{', { headers: anonymous })).status).toBe(401);
        }
      }
    });

    it('a token in the query', async () => {
      expect((await get(undefined, `/letter-branding?access_token=${keys.ops}`)).status).toBe(401);
    });
  });

  describe('accepts', () => {
    it.each(['Bearer', 'bearer', 'BEARER'])('a JWT and a key behind %s', async (scheme) => {
      for (const token of [await adminToken({}, newSecret), keys.ops])
        expect((await get(`${scheme} ${token}`)).status).toBe(200);
    });

    it('tokens signed with either secret during rotation', async () => {
      for (const secret of [newSecret, oldSecret])
        expect((await get(`Bearer ${await adminToken({}, secret)}`)).status).toBe(200);
    });

    it('one token several times', async () => {
      const token = await adminToken({}, newSecret);
      for (let time = 0; time < 3; time++) expect((await get(`Bearer ${token}`)).status).toBe(200);
    });

    it('an iat 30 seconds before or after now, but not 31', async () => {
      const iat = 1_790_000_000;
      jest.spyOn(service.app.get(Clock), 'now').mockReturnValue(new Date(iat * 1_000 + 900));
      const statuses: number[] = [];
      for (const off of [-31, -30, 0, 30, 31])
        statuses.push((await get(`Bearer ${await adminToken({ iat: iat + off }, newSecret)}`)).status);
      expect(statuses).toEqual([403, 200, 200, 200, 403]);
    });

    it('several API keys, and records the name of each', async () => {
      expect([await clientOf(keys.ops), await clientOf(keys.reports)]).toEqual([
        { client_id: 'ops', user_id: null },
        { client_id: 'reports', user_id: null },
      ]);
    });

    it('the acting user named by the admin client', async () => {
      const userId = '6af522d0-2915-4e52-83a3-3690455a5fe6';
      const token = await adminToken({}, newSecret);
      expect(await clientOf(token, { 'x-notify-user-id': userId })).toEqual({
        client_id: 'notify-admin',
        user_id: userId,
      });
      for (const nonsense of ['<b>', 'two words', ''])
        expect(await clientOf(token, { 'x-notify-user-id': nonsense })).toMatchObject({ user_id: null });
    });
  });

  it('Notify API keys on Notify paths only, not on directory paths', async () => {
    const answer = await fetch(`${service.origin}/organisations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.ops}` },
    });
    expect(answer.status).toBe(401);
  });
});

describe('authentication of the Notify API without configuration', () => {
  it('accepts the development key and the development secret', async () => {
    const service = await startApp();
    const nobody = new NotifyClient(service.origin, null);
    for (const token of [developmentApiKey, await adminToken()]) {
      const headers = { authorization: `Bearer ${token}` };
      expect((await nobody.get('/letter-branding', { headers })).status).toBe(200);
    }
    await service.close();
  });
});

describe('the rate limit of the Notify API', () => {
  let service: TestApp;
  beforeEach(async () => {
    service = await startApp({ RATE_LIMIT_PER_MINUTE: '2' });
  });
  afterEach(() => service.close());

  const tooMany = (answer: Answer): void => {
    const seconds = Number(answer.headers.get('retry-after'));
    expect([answer.status, answer.body]).toEqual([
      429,
      {
        message: `Too many requests. Wait ${seconds} second${seconds === 1 ? '' : 's'}, as Retry-After says, and try again.`,
        result: 'error',
      },
    ]);
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(60);
  };

  it('answers 429 with Retry-After, for each client separately', async () => {
    const { notify } = service;
    const admin = new NotifyClient(service.origin, adminToken);
    expect((await notify.get('/letter-branding')).status).toBe(200);
    expect((await notify.get('/email-branding')).status).toBe(200);
    tooMany(await notify.get('/letter-branding'));
    expect((await admin.get('/letter-branding')).status).toBe(200);
  });

  it('counts the requests of a client across routes', async () => {
    const { notify } = service;
    expect((await notify.get('/organisation')).status).toBe(200);
    expect((await notify.get('/service')).status).toBe(200);
    tooMany(await notify.get('/organisation'));
    tooMany(await notify.get('/email-branding'));
  });

  it('counts clients without a valid token by address', async () => {
    const nobody = new NotifyClient(service.origin, null);
    const forger = { headers: { authorization: 'Bearer forged' } };
    expect((await nobody.get('/letter-branding')).status).toBe(401);
    expect((await nobody.get('/letter-branding', forger)).status).toBe(403);
    tooMany(await nobody.get('/letter-branding'));
    expect((await service.notify.get('/letter-branding')).status).toBe(200);
  });
});
