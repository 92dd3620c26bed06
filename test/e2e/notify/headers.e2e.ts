import { developmentApiKey } from '../../../src/config/notify-config.js';
import { startApp, type TestApp } from '../../support/app.js';
import type { Answer } from '../../support/answer.js';
import { aLetterBranding, aLetterBrandingBody } from '../../support/builders/notify-branding.js';
import { anOrganisationRow } from '../../support/builders/notify-rows.js';
import { expectFreshInteractionId } from '../../support/framing.js';
import { NotifyClient } from '../../support/notify-client.js';
import { type RawRequest, sendRequest } from '../../support/raw-http.js';

type Header = readonly [name: string, value: string];

const unknownId = '00000000-0000-4000-8000-00000000dead';
const key: Header = ['Authorization', `Bearer ${developmentApiKey}`];
const json: Header = ['Content-Type', 'application/json'];

describe('the headers of the Notify API', () => {
  let service: TestApp;
  let nobody: NotifyClient;
  let organisation: string;
  beforeAll(async () => {
    service = await startApp();
    nobody = new NotifyClient(service.origin, null);
    organisation = await anOrganisationRow(service.database);
  });
  afterAll(() => service.close());

  const send = (request: RawRequest): Promise<Answer> => sendRequest(service.origin, request);

  /** One request for each kind of response. */
  const kinds: readonly (readonly [name: string, status: number, request: () => RawRequest])[] = [
    ['a read', 200, () => ({ headers: [key], target: '/letter-branding' })],
    ['HEAD', 200, () => ({ headers: [key], method: 'HEAD', target: '/letter-branding' })],
    [
      'a creation',
      201,
      () => ({
        body: JSON.stringify(aLetterBrandingBody()),
        headers: [key, json],
        method: 'POST',
        target: '/letter-branding',
      }),
    ],
    [
      'a change',
      204,
      () => ({
        body: '{"branding_ids":[]}',
        headers: [key, json],
        method: 'POST',
        target: `/organisation/${organisation}/email-branding-pool`,
      }),
    ],
    [
      'what the caller holds already',
      304,
      () => ({ headers: [key, ['If-None-Match', '*']], target: '/letter-branding' }),
    ],
    [
      'a bad body',
      400,
      () => ({ body: '{}', headers: [key, json], method: 'POST', target: '/letter-branding' }),
    ],
    ['a path that can not be decoded', 400, () => ({ target: '/organisation/%ff' })],
    ['no token', 401, () => ({ target: '/letter-branding' })],
    ['a bad token', 403, () => ({ headers: [['Authorization', 'Bearer x']], target: '/letter-branding' })],
    ['an unknown id', 404, () => ({ headers: [key], target: `/letter-branding/${unknownId}` })],
    ['an unknown path', 404, () => ({ target: '/organisation/none/at/all' })],
    ['another method', 405, () => ({ method: 'PUT', target: '/letter-branding' })],
    ['OPTIONS', 405, () => ({ method: 'OPTIONS', target: '/letter-branding' })],
    [
      'a precondition that fails',
      412,
      () => ({
        body: '{}',
        headers: [key, json, ['If-Match', '"other"']],
        method: 'POST',
        target: '/letter-branding/2cd354bb-6b85-eda3-c0ad-6b613150459f',
      }),
    ],
    [
      'a body that is no JSON',
      415,
      () => ({ body: 'x', headers: [key], method: 'POST', target: '/letter-branding' }),
    ],
  ];

  describe.each(kinds)('with %s (%i)', (_, status, request) => {
    it('include caching and framing rules', async () => {
      const { headers, ...answer } = await send(request());
      const names = [
        'access-control-allow-origin',
        'cache-control',
        'strict-transport-security',
        'x-content-type-options',
        'x-frame-options',
        'x-permitted-cross-domain-policies',
      ];
      expect([answer.status, Object.fromEntries(names.map((name) => [name, headers.get(name)]))]).toEqual([
        status,
        {
          'access-control-allow-origin': '*',
          'cache-control': 'no-store, no-cache, private, must-revalidate',
          'strict-transport-security': 'max-age=31536000; includeSubDomains',
          'x-content-type-options': 'nosniff',
          'x-frame-options': 'SAMEORIGIN',
          'x-permitted-cross-domain-policies': 'none',
        },
      ]);
    });

    it('echo the trace of the caller, and start a new one if the trace is absent or malformed', async () => {
      const traced = async (trace?: string, span?: string): Promise<(string | null)[]> => {
        const { headers = [], ...rest } = request();
        const given: Header[] = [
          ...(trace === undefined ? [] : [['X-B3-TraceId', trace] as const]),
          ...(span === undefined ? [] : [['X-B3-SpanId', span] as const]),
        ];
        const answer = await send({ ...rest, headers: [...headers, ...given] });
        return [answer.headers.get('x-b3-traceid'), answer.headers.get('x-b3-spanid')];
      };
      expect(await traced('463ac35c9f6413ad', 'a2fb4a1d1a96d312')).toEqual([
        '463ac35c9f6413ad',
        'a2fb4a1d1a96d312',
      ]);
      expect(await traced('463AC35C9F6413AD48485A3953BB6124')).toEqual([
        '463AC35C9F6413AD48485A3953BB6124',
        expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      ]);
      for (const [trace, span] of [[], ['<b>', 'x'], ['463ac35c9f6413ad, 463ac35c9f6413ad', '1']])
        expect(await traced(trace, span)).toEqual([
          expect.stringMatching(/^[0-9a-f]{32}$/) as string,
          expect.stringMatching(/^[0-9a-f]{16}$/) as string,
        ]);
    });

    it('echo x-fapi-interaction-id, and generate one if the header is absent or malformed', async () => {
      const withId = (...ids: readonly string[]): Promise<Answer> => {
        const { headers = [], ...rest } = request();
        const given = ids.map((id): Header => ['x-fapi-interaction-id', id]);
        return send({ ...rest, headers: [...headers, ...given] });
      };
      expect((await withId('AbC-def-1')).headers.get('x-fapi-interaction-id')).toBe('AbC-def-1');
      for (const answer of [await withId(), await withId('<b>none</b>'), await withId('one', 'two')])
        expectFreshInteractionId(answer);
    });
  });

  it('include an entity tag on each read, and If-None-Match with this tag returns 304 without a body', async () => {
    const first = await service.notify.get('/letter-branding');
    const tag = first.headers.get('etag') ?? '';
    expect(tag).toMatch(/^"[\w-]+"$/);
    const again = (known: string) =>
      service.notify.get('/letter-branding', { headers: { 'if-none-match': known } });
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`]) {
      const answer = await again(known);
      expect([answer.status, answer.text, answer.headers.get('etag')]).toEqual([304, '', tag]);
    }
    await aLetterBranding(service);
    const changed = await again(tag);
    expect([changed.status, changed.headers.get('etag') === tag]).toEqual([200, false]);
  });

  it('have the same tag on HEAD as on GET, and HEAD has no body', async () => {
    const headers = { 'accept-encoding': 'identity' };
    const head = await service.notify.send('HEAD', '/letter-branding', { headers });
    const get = await service.notify.get('/letter-branding', { headers });
    expect([head.status, head.text, head.headers.get('etag')]).toEqual([200, '', get.headers.get('etag')]);
  });

  it('omit the entity tag on writes and errors', async () => {
    const answers = [
      await service.notify.post('/letter-branding', aLetterBrandingBody()),
      await service.notify.get(`/letter-branding/${unknownId}`),
      await nobody.get('/letter-branding'),
    ];
    expect(answers.map(({ headers }) => headers.get('etag'))).toEqual([null, null, null]);
  });

  it('name the encoding of a compressed body, which only Accept-Encoding enables', async () => {
    for (let count = 0; count < 6; count++) await aLetterBranding(service);
    const [url, authorization] = [`${service.origin}/letter-branding`, key[1]];
    const plain = await fetch(url, { headers: { authorization, 'accept-encoding': 'identity' } });
    const packed = await fetch(url, { headers: { authorization, 'accept-encoding': 'gzip' } });
    expect([plain.headers.get('content-encoding'), packed.headers.get('content-encoding')]).toEqual([
      null,
      'gzip',
    ]);
    expect(await packed.text()).toBe(await plain.text());
    expect(packed.headers.get('etag')).toBe(plain.headers.get('etag')?.replace(/"$/, '-gzip"'));
    expect(packed.headers.get('vary')).toContain('accept-encoding');
  });

  it('accept the tag of the compressed form in If-Match', async () => {
    const id = await aLetterBranding(service);
    const tag = (await service.notify.get(`/letter-branding/${id}`)).headers.get('etag') ?? '';
    const headers = { 'if-match': tag.replace(/"$/, '-gzip"') };
    expect(
      (await service.notify.post(`/letter-branding/${id}`, { name: 'By gzip' }, { headers })).status,
    ).toBe(201);
  });
});
