import { SignJWT } from 'jose';
import { type Caller, callerWithEveryScope } from './caller.js';
import { callerOf } from './notify-token.js';

const now = 1_800_000_000;
const secrets = ['the-new-secret-of-the-admin-client', 'the-old-secret-of-the-admin-client'] as const;
const config = { adminClientId: 'notify-admin', adminSecrets: secrets };
const findKey = (token: string): Promise<Caller | null> =>
  Promise.resolve(
    ['key-of-ops', 'key-of-reports'].includes(token)
      ? callerWithEveryScope(token.replace('key-of-', ''))
      : null,
  );

const texts = {
  clock: 'Error: Your system clock must be accurate to within 30 seconds',
  format:
    'Invalid token: make sure your API token matches the example at https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header',
  key: 'Invalid token: API key not found',
  issuer: 'Unauthorized: not allowed to perform this action',
} as const;

function sign(claims: Record<string, unknown>, secret: string = secrets[0], alg = 'HS256'): Promise<string> {
  return new SignJWT({ iat: now, iss: 'notify-admin', ...claims })
    .setProtectedHeader({ alg, typ: 'JWT' })
    .sign(new TextEncoder().encode(secret));
}

const base64 = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** The client's name, or status and text of the error. */
async function outcome(authorization: string | undefined, at = now): Promise<unknown> {
  try {
    return (await callerOf(authorization, { config, now: at, findKey })).clientId;
  } catch (problem) {
    const { status, wireMessage } = problem as { status: number; wireMessage: { token: string[] } };
    return [status, ...wireMessage.token];
  }
}

const outcomeOf = async (token: string, at = now): Promise<unknown> => outcome(`Bearer ${token}`, at);

describe('callerOf', () => {
  it.each(['Bearer', 'bearer', 'BEARER', 'bEaReR'])('accepts the scheme %s', async (scheme) => {
    expect(await outcome(`${scheme} ${await sign({})}`)).toBe('notify-admin');
    expect(await outcome(`${scheme}   key-of-ops `)).toBe('ops');
  });

  it('accepts each configured admin secret', async () => {
    for (const secret of secrets) expect(await outcomeOf(await sign({}, secret))).toBe('notify-admin');
  });

  it('returns the name of each API key', async () => {
    expect([await outcomeOf('key-of-ops'), await outcomeOf('key-of-reports')]).toEqual(['ops', 'reports']);
  });

  it('rejects a text that is no key', async () => {
    for (const token of ['key-of', 'key-of-op', 'key-of-ops2', 'KEY-OF-OPS'])
      expect(await outcomeOf(token)).toEqual([403, texts.format]);
  });

  it.each([undefined, '', '  '])('rejects the header %j as missing', async (header) => {
    expect(await outcome(header)).toEqual([401, 'Unauthorized: authentication token must be provided']);
  });

  it.each(['Basic dXNlcjpwYXNz', 'key-of-ops', 'Bearerkey-of-ops', 'Token Bearer key-of-ops'])(
    'rejects %j, whose scheme is not Bearer',
    async (header) => {
      expect(await outcome(header)).toEqual([401, 'Unauthorized: authentication bearer scheme must be used']);
    },
  );

  it.each([
    'Bearer',
    'Bearer no-jwt',
    'Bearer a.b',
    'Bearer a.b.c',
    'Bearer a.b.c.d.e',
    `Bearer ${base64({ alg: 'HS256' })}.${base64('"text"')}.x`,
    `Bearer ${base64({ alg: 'HS256' })}.${base64('[]')}.x`,
    `Bearer ${base64('{')}.${base64({ iss: 'notify-admin' })}.x`,
    'Bearer key-of-ops key-of-ops',
  ])('rejects %j, which is not a JWT', async (header) => {
    expect(await outcome(header)).toEqual([403, texts.format]);
  });

  it('checks the issuer first', async () => {
    const token = `${base64({ alg: 'none' })}.${base64({ exp: 1 })}.`;
    expect(await outcomeOf(token)).toEqual([403, 'Invalid token: iss field not provided']);
  });

  it.each(['6af522d0-2915-4e52-83a3-3690455a5fe6', 'Notify-Admin', '', null, 5])(
    'rejects the issuer %j for any signature',
    async (iss) => {
      const unsigned = `${base64({ alg: 'none' })}.${base64({ iss })}.`;
      expect(await outcomeOf(unsigned)).toEqual([401, texts.issuer]);
      expect(await outcomeOf(await sign({ iss }))).toEqual([401, texts.issuer]);
    },
  );

  it('accepts only HS256 and checks the algorithm before the signature', async () => {
    const claims = base64({ iat: now, iss: 'notify-admin' });
    const tokens = [
      await sign({}, secrets[0], 'HS512'),
      await sign({}, 'a-secret-that-nobody-knows-but-the-forger', 'HS384'),
      `${base64({ alg: 'none' })}.${claims}.`,
      `${base64({ alg: 'RS256' })}.${claims}.c2lnbmF0dXJl`,
      `${base64({ alg: 'hs256' })}.${claims}.c2lnbmF0dXJl`,
      `${base64({ typ: 'JWT' })}.${claims}.c2lnbmF0dXJl`,
    ];
    for (const token of tokens)
      expect(await outcomeOf(token)).toEqual([403, 'Invalid token: algorithm used is not HS256']);
  });

  it('rejects a signature by another secret, an empty one or one of other claims, at any time', async () => {
    const [header = '', claims = '', signature = ''] = (await sign({})).split('.');
    const tokens = [
      await sign({ exp: 1, iat: 1 }, 'a-secret-that-nobody-knows-but-the-forger'),
      `${header}.${claims}.`,
      `${header}.${base64({ iat: now, iss: 'notify-admin', more: true })}.${signature}`,
    ];
    for (const token of tokens) expect(await outcomeOf(token)).toEqual([403, texts.key]);
  });

  it('requires iat, with the error text of a wrong secret', async () => {
    expect(await outcomeOf(await sign({ iat: undefined }))).toEqual([403, texts.key]);
  });

  it.each([0, 0.4, 0.999])(
    'accepts iat 30 seconds before and after now but not 31, %d into a second',
    async (part) => {
      const at = async (iat: number): Promise<unknown> => outcomeOf(await sign({ iat }), now + part);
      expect([await at(now - 30), await at(now + 30)]).toEqual(['notify-admin', 'notify-admin']);
      expect([await at(now - 31), await at(now + 31)]).toEqual([
        [403, texts.clock],
        [403, texts.clock],
      ]);
    },
  );

  it('checks the clock before other claims', async () => {
    expect(await outcomeOf(await sign({ aud: 'x', exp: 1, iat: now - 60 }))).toEqual([403, texts.clock]);
  });

  it.each([
    { aud: 'notify' },
    { aud: ['notify'] },
    { exp: now },
    { exp: now - 1 },
    { exp: 'tomorrow' },
    { nbf: now + 1 },
    { iat: 'now' },
  ])('rejects the claims %j', async (claims) => {
    expect(await outcomeOf(await sign(claims))).toEqual([403, texts.format]);
  });

  it.each([{ exp: now + 1 }, { nbf: now }, { sub: 'x' }, { jti: 'again' }])(
    'accepts the claims %j',
    async (claims) => {
      expect(await outcomeOf(await sign(claims))).toBe('notify-admin');
    },
  );
});
