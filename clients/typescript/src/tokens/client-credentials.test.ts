import { TokenError } from '../errors.js';
import type { Fetch } from '../http/options.js';
import { clientCredentials, type ClientCredentialsOptions } from './client-credentials.js';

const issuer = 'https://issuer.example';
const metadata = { issuer, token_endpoint: `${issuer}/token` };

/** An authorisation server that gives token-1, token-2, … or these answers first. */
function serverWith(answers: (() => Response)[] = [], lifetime = 600) {
  const forms: URLSearchParams[] = [];
  const headers: Headers[] = [];
  let discoveries = 0;
  const fetch: Fetch = (input, init) => {
    if (new Request(input).url.includes('/.well-known/')) {
      discoveries += 1;
      return Promise.resolve(Response.json(metadata));
    }
    forms.push(init?.body as URLSearchParams);
    headers.push(new Headers(init?.headers));
    const answer = answers.shift();
    if (answer !== undefined) return Promise.resolve(answer());
    const token = { access_token: `token-${forms.length}`, token_type: 'Bearer', expires_in: lifetime };
    return Promise.resolve(Response.json(token));
  };
  return { fetch, forms, headers, discoveries: () => discoveries };
}

const common = { issuer, clientId: 'me' };
const bySecret = (fetch: Fetch, more: Partial<ClientCredentialsOptions> = {}) =>
  clientCredentials({ ...common, clientSecret: 's+cret', fetch, ...more });

describe('clientCredentials', () => {
  it('sends one request for concurrent calls, and keeps the token', async () => {
    const server = serverWith();
    const tokens = bySecret(server.fetch);
    const all = await Promise.all([tokens.get(), tokens.get(), tokens.get()]);
    expect(new Set(all.map(({ value }) => value))).toEqual(new Set(['token-1']));
    expect((await tokens.get()).value).toBe('token-1');
    expect([server.forms.length, server.discoveries()]).toEqual([1, 1]);
  });

  it('authenticates in the header by default, with scope and parameters in the body', async () => {
    const server = serverWith();
    await bySecret(server.fetch, { scope: 'directory:software', parameters: { resource: 'urn:x' } }).get();
    expect(server.headers[0]?.get('authorization')).toBe(`Basic ${btoa('me:s%2Bcret')}`);
    expect(Object.fromEntries(server.forms[0] ?? [])).toEqual({
      grant_type: 'client_credentials',
      scope: 'directory:software',
      resource: 'urn:x',
    });
  });

  it('authenticates in the body where asked to', async () => {
    const server = serverWith();
    await clientCredentials({ ...common, clientSecret: 's', secretIn: 'body', fetch: server.fetch }).get();
    expect(server.forms[0]?.get('client_secret')).toBe('s');
  });

  it.each([
    [600, 539, 541],
    [50, 39, 41],
  ])('renews a token of %i seconds after 540 or 40 seconds', async (lifetime, before, after) => {
    const now = jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
    const tokens = bySecret(serverWith([], lifetime).fetch);
    await tokens.get();
    now.mockReturnValue(1_000_000 + before * 1_000);
    expect((await tokens.get()).value).toBe('token-1');
    now.mockReturnValue(1_000_000 + after * 1_000);
    expect((await tokens.get()).value).toBe('token-2');
    now.mockRestore();
  });

  it('uses a token to its end while the authorisation server is down, and no longer', async () => {
    const now = jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
    const down = (): Response => new Response('', { status: 500 });
    const server = serverWith();
    const tokens = bySecret((input, init) =>
      server.forms.length > 0 ? Promise.resolve(down()) : server.fetch(input, init),
    );
    await tokens.get();
    now.mockReturnValue(1_000_000 + 599_000);
    expect((await tokens.get()).value).toBe('token-1');
    now.mockReturnValue(1_000_000 + 601_000);
    await expect(tokens.get()).rejects.toMatchObject({ name: 'TokenError', status: 500 });
    now.mockRestore();
  });

  it('asks for another token when the directory refused one', async () => {
    const tokens = bySecret(serverWith().fetch);
    tokens.refuse?.(await tokens.get());
    expect((await tokens.get()).value).toBe('token-2');
  });

  it('waits after 503 as Retry-After says', async () => {
    const busy = (): Response => new Response('', { status: 503, headers: { 'retry-after': '0' } });
    expect((await bySecret(serverWith([busy]).fetch).get()).value).toBe('token-2');
  });

  it('throws a TokenError with the code, and without the secret', async () => {
    const refusal = (): Response =>
      Response.json({ error: 'invalid_client', error_description: 'unknown' }, { status: 401 });
    const error = await bySecret(serverWith([refusal]).fetch)
      .get()
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TokenError);
    expect(error).toMatchObject({ status: 401, code: 'invalid_client' });
    expect(String(error)).not.toContain('s+cret');
  });

  it("rejects the caller that aborts, and no other one's call", async () => {
    const tokens = bySecret(serverWith().fetch);
    const controller = new AbortController();
    const [one, other] = [tokens.get(controller.signal), tokens.get()];
    controller.abort(new Error('enough'));
    await expect(one).rejects.toThrow('enough');
    expect((await other).value).toBe('token-1');
  });

  it('rejects a bearer token where DPoP was asked for', async () => {
    await expect(bySecret(serverWith().fetch, { dpop: true }).get()).rejects.toThrow(
      'instead of a dpop token',
    );
  });

  it('refuses an issuer over http on another machine', () => {
    expect(() =>
      clientCredentials({ ...common, issuer: 'http://issuer.example', clientSecret: 's' }),
    ).toThrow('is not https');
  });
});
