import { ConnectionError, DirectoryError, LogReplacedError } from '../errors.js';
import type { AccessToken, TokenSource } from '../tokens/token-source.js';
import { type Fetch, type HttpOptions, settingsOf } from './options.js';
import { Transport } from './transport.js';

const base = new URL('https://directory.example/');

interface Sent {
  readonly url: string;
  readonly headers: Headers;
}

/** A transport that gets these answers, and the requests that it sent. */
function transportTo(
  answers: readonly (Response | Error)[],
  tokens: TokenSource | null = null,
  options: HttpOptions = {},
): { transport: Transport; sent: Sent[] } {
  const sent: Sent[] = [];
  const rest = [...answers];
  const fetch: Fetch = (input, init) => {
    init?.signal?.throwIfAborted();
    sent.push({ url: new Request(input).url, headers: new Headers(init?.headers) });
    const answer = rest.shift();
    return answer instanceof Response
      ? Promise.resolve(answer)
      : Promise.reject(answer ?? new Error('no more'));
  };
  return { transport: new Transport(base, tokens, settingsOf({ ...options, fetch }), 100_000), sent };
}

const get = (
  transport: Transport,
  more: { signal?: AbortSignal; headers?: Headers } = {},
): Promise<Response> =>
  transport.send({ method: 'GET', url: new URL('organisations', base), headers: new Headers(), ...more });

const errors = (status: number, headers: Record<string, string> = {}): Response =>
  Response.json({ errors: ['One.', 'Two.'] }, { status, headers });

/** Tokens t1, t2, …; the next one when one is refused. */
function numberedTokens(): TokenSource {
  let token: AccessToken = { value: 't1' };
  return {
    get: () => Promise.resolve(token),
    refuse: () => {
      token = { value: `t${Number(token.value.slice(1)) + 1}` };
    },
  };
}

describe('Transport', () => {
  it('throws a DirectoryError with status, sentences and the interaction id of the answer', async () => {
    const { transport } = transportTo([errors(404, { 'x-fapi-interaction-id': 'theirs' })]);
    const error = await get(transport).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DirectoryError);
    expect(error).toMatchObject({ status: 404, sentences: ['One.', 'Two.'], interactionId: 'theirs' });
    expect(String(error)).toBe('DirectoryError: 404 One. Two. (interaction id theirs)');
  });

  it("puts its own interaction id into the error of a proxy's answer", async () => {
    const { transport, sent } = transportTo([new Response('<h1>Bad gateway</h1>', { status: 502 })]);
    const error = await get(transport).catch((reason: unknown) => reason);
    const id = sent[0]?.headers.get('x-fapi-interaction-id');
    expect(error).toMatchObject({ status: 502, sentences: ['<h1>Bad gateway</h1>'], interactionId: id });
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('throws a ConnectionError with the interaction id if there is no answer', async () => {
    const { transport } = transportTo([new TypeError('fetch failed')]);
    const headers = new Headers({ 'x-fapi-interaction-id': 'mine' });
    const error = await get(transport, { headers }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({
      interactionId: 'mine',
      message: expect.stringContaining('GET https://directory.example/organisations') as string,
    });
  });

  it('throws a ConnectionError if the answer is not complete in time', async () => {
    const body = new ReadableStream({ pull: () => new Promise(() => undefined) });
    const fetch: Fetch = (_, init) => {
      const signal = init?.signal ?? new AbortController().signal;
      const stream = body.pipeThrough(new TransformStream(), { signal });
      return Promise.resolve(new Response(stream));
    };
    const transport = new Transport(base, null, settingsOf({ fetch, timeoutSeconds: 0.05 }), 0);
    await expect(get(transport)).rejects.toThrow('no answer within 0.05 seconds');
  });

  it('throws the reason of the signal', async () => {
    const { transport } = transportTo([]);
    await expect(get(transport, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
      'enough',
    );
  });

  it('throws LogReplacedError for 410', async () => {
    const { transport } = transportTo([errors(410)]);
    await expect(get(transport)).rejects.toBeInstanceOf(LogReplacedError);
  });

  it('sends a known ETag, and answers a 304 with the body that it knows', async () => {
    const { transport, sent } = transportTo([
      Response.json({ a: 1 }, { headers: { etag: '"1"' } }),
      new Response(null, { status: 304 }),
    ]);
    await get(transport);
    expect(await (await get(transport)).json()).toEqual({ a: 1 });
    expect(sent.map(({ headers }) => headers.get('if-none-match'))).toEqual([null, '"1"']);
  });

  it('leaves a 304 to a caller who sent If-None-Match', async () => {
    const { transport } = transportTo([new Response(null, { status: 304 })]);
    const headers = new Headers({ 'if-none-match': '"x"' });
    expect((await get(transport, { headers })).status).toBe(304);
  });

  it('replaces a refused token once', async () => {
    const { transport, sent } = transportTo([errors(401), Response.json({})], numberedTokens());
    await get(transport);
    expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer t1', 'Bearer t2']);
    const again = transportTo([errors(401), errors(401)], numberedTokens());
    await expect(get(again.transport)).rejects.toMatchObject({ status: 401 });
  });

  it('keeps the token after 403, and sends nothing again', async () => {
    const challenge = { 'www-authenticate': 'Bearer error="insufficient_scope"' };
    const { transport, sent } = transportTo([errors(403, challenge)], numberedTokens());
    await expect(get(transport)).rejects.toMatchObject({ status: 403, sentences: ['One.', 'Two.'] });
    expect(sent).toHaveLength(1);
  });

  it.each(['http://directory.example', 'http://10.0.0.1:3000', 'ftp://localhost'])('refuses %s', (url) => {
    expect(() => new Transport(new URL(url), null, settingsOf({}), 0)).toThrow('is not https');
  });

  it.each(['http://127.0.0.1:3000', 'http://localhost', 'http://[::1]', 'https://directory.example'])(
    'accepts %s',
    (url) => {
      expect(() => new Transport(new URL(url), null, settingsOf({}), 0)).not.toThrow();
    },
  );

  it('accepts http to any host with allowHttp', () => {
    const settings = settingsOf({ allowHttp: true });
    expect(() => new Transport(new URL('http://directory.internal'), null, settings, 0)).not.toThrow();
  });
});
