import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { get as request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import Fastify from 'fastify';
import type { ConsoleSettings } from '../../../src/http/pages/console-settings.js';
import { findConsole } from '../../../src/http/pages/find-console.js';
import { serveConsole } from '../../../src/http/pages/serve-console.js';
import { startApp, type TestApp } from '../../support/app.js';
import { audience } from '../../support/issuer.js';
import { sendRequest } from '../../support/raw-http.js';

const dist = join(__dirname, '..', '..', '..', 'console', 'dist');
const files = readdirSync(join(dist, 'assets'));
const script = files.find((name) => /^index-.*\.js$/.test(name)) ?? '';
const style = files.find((name) => /^index-.*\.css$/.test(name)) ?? '';
const { version } = JSON.parse(readFileSync(join(__dirname, '..', '..', '..', 'package.json'), 'utf8')) as {
  version: string;
};

/** As a browser reads the attribute. */
function settingsIn(html: string): unknown {
  const [, attribute = ''] = /<div id="console" data-settings="([^"]*)">/.exec(html) ?? [];
  const text = attribute
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  return JSON.parse(text);
}

const decoders = { br: brotliDecompressSync, gzip: gunzipSync } as const;

const folder = mkdtempSync(join(tmpdir(), 'organisations-directory-console-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const logoFile = join(folder, 'logo.svg');
writeFileSync(logoFile, svg);

const get = (
  { origin }: Pick<TestApp, 'origin'>,
  path: string,
  headers: Record<string, string> = {},
): Promise<Response> => fetch(origin + path, { headers, redirect: 'manual' });

describe('the console', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp({ CONSOLE_CLIENT_ID: 'pages', TRUSTED_PROXIES: '127.0.0.1' });
  });
  afterAll(() => service.close());

  it('has a page with the policy that allows its own files, data: images, and the issuer', async () => {
    const response = await get(service, '/console/');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('vary')).toContain('accept-encoding');
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self' ${service.issuer.url}; base-uri 'self'; form-action 'none'; frame-ancestors 'none'`,
    );
    const html = await response.text();
    expect(html).toContain('<base href="/console/"');
    expect(html).not.toMatch(/<style|<script>| on\w+=| style=/);
  });

  it('gets the settings of the service', async () => {
    const html = await (await get(service, '/console/')).text();
    const settings: ConsoleSettings = {
      title: 'Organisations Directory',
      logo: null,
      accent: null,
      issuer: service.issuer.url,
      clientId: 'pages',
      audience,
      isDevelopment: false,
      externalLogos: false,
      docs: true,
      version,
    };
    expect(settingsIn(html)).toEqual(settings);
  });

  it.each([
    '/console/organisations',
    '/console/organisations/a%2Fb/edit?tab=1',
    '/console/a.b/c',
    '/console//',
  ])('answers the deep link %s with the same page', async (path) => {
    const [page, deep] = [await get(service, '/console/'), await get(service, path)];
    expect([deep.status, await deep.text()]).toEqual([200, await page.text()]);
    expect(deep.headers.get('content-security-policy')).toBe(page.headers.get('content-security-policy'));
    expect(deep.headers.get('etag')).toBe(page.headers.get('etag'));
  });

  it.each([
    ['/console', '/console/'],
    ['/console?a=1&b', '/console/?a=1&b'],
  ])('redirects %s to %s', async (path, location) => {
    const response = await get(service, path);
    expect([response.status, response.headers.get('location')]).toEqual([308, location]);
  });

  it.each(['identity', 'gzip'])(
    'answers 304 without a body to the tag of its page in %s',
    async (encoding) => {
      const headers = { 'accept-encoding': encoding };
      const tag = (await get(service, '/console/', headers)).headers.get('etag') ?? '';
      expect(tag).toMatch(encoding === 'gzip' ? /^"[\w-]+-gzip"$/ : /^"[\w-]{27}"$/);
      const again = await get(service, '/console/flags', { ...headers, 'if-none-match': tag });
      expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, tag, '']);
      expect(again.headers.get('cache-control')).toBe('no-cache');
      expect((await get(service, '/console/', { 'if-none-match': '"other"' })).status).toBe(200);
    },
  );

  it.each([
    [script, 'application/javascript; charset=utf-8'],
    [style, 'text/css; charset=utf-8'],
  ])('serves %s for a year, as it was built', async (name, type) => {
    const response = await get(service, `/console/assets/${name}`, { 'accept-encoding': 'identity' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('vary')).toBe('accept-encoding');
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(await response.text()).toBe(readFileSync(join(dist, 'assets', name), 'utf8'));
  });

  it.each([
    ['br, gzip', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
  ] as const)('sends its scripts to a client that accepts %s as %s', async (accepted, encoding) => {
    const bytes = await rawBody(`${service.origin}/console/assets/${script}`, accepted);
    expect(bytes.encoding).toBe(encoding);
    expect(bytes.type).toBe('application/javascript; charset=utf-8');
    const extension = encoding === 'br' ? 'br' : 'gz';
    expect(bytes.body).toEqual(readFileSync(join(dist, 'assets', `${script}.${extension}`)));
    expect(decoders[encoding](bytes.body).toString()).toBe(
      readFileSync(join(dist, 'assets', script), 'utf8'),
    );
  });

  it('serves its icon for a day', async () => {
    const response = await get(service, '/console/favicon.svg');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
    expect(response.headers.get('cache-control')).toBe('public, max-age=86400');
  });

  it.each([
    '/console/assets/absent.js',
    '/console/assets/..%2findex.html',
    `/console/assets/${script}.br`,
    `/console/assets/${script}.gz`,
  ])('answers 404 to %s, which no cache may keep', async (path) => {
    const response = await get(service, path);
    expect([response.status, response.headers.get('cache-control')]).toEqual([404, 'no-store']);
    expect(response.headers.get('content-type')).toContain('application/json');
  });

  it.each(['/console/', '/console/flags', `/console/assets/${script}`, '/console/favicon.svg'])(
    'answers HEAD %s with the headers of GET and no body',
    async (target) => {
      const [head, whole] = await Promise.all(
        ['HEAD', 'GET'].map((method) => sendRequest(service.origin, { method, target })),
      );
      const shown = ['content-type', 'cache-control', 'etag', 'content-security-policy'];
      expect([head?.status, head?.text]).toEqual([200, '']);
      expect(shown.map((name) => head?.headers.get(name))).toEqual(
        shown.map((name) => whole?.headers.get(name)),
      );
    },
  );

  it.each(['/console', '/console/flags', `/console/assets/${script}`])(
    'answers 405 to POST %s',
    async (target) => {
      const answer = await sendRequest(service.origin, { method: 'POST', target });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    },
  );
});

describe('the console of an operator', () => {
  const title = `</script><img src=x onerror=alert(1)> & "Bank's" $& &quot;`;
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp({
      CONSOLE_CLIENT_ID: 'console',
      CONSOLE_TITLE: title,
      CONSOLE_LOGO_FILE: logoFile,
      CONSOLE_ACCENT: '#1F4E79',
      CONSOLE_EXTERNAL_LOGOS: 'true',
      DOCS: 'false',
    });
  });
  afterAll(() => service.close());

  it('has the title, whose markup stays text, the accent and the other settings', async () => {
    const html = await (await get(service, '/console/')).text();
    expect(settingsIn(html)).toMatchObject({
      title,
      accent: '#1f4e79',
      externalLogos: true,
      docs: false,
    });
    expect(html).toContain('<title>&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt; &amp; ');
    expect(html).not.toContain('<img');
  });

  it('allows images of other hosts by https', async () => {
    const policy = (await get(service, '/console/')).headers.get('content-security-policy');
    expect(policy).toContain("; img-src 'self' data: https:; ");
  });

  it('serves the logo at the address in the settings, without scripts', async () => {
    const { logo } = settingsIn(await (await get(service, '/console/')).text()) as ConsoleSettings;
    expect(logo).toMatch(/^logo-[\w-]{12}\.svg$/);
    const response = await get(service, `/console/${logo ?? ''}`);
    expect([response.status, await response.text()]).toEqual([200, svg]);
    expect(response.headers.get('content-type')).toBe('image/svg+xml');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    );
  });
});

it('a console whose issuer is at another origin may connect to that origin', async () => {
  const service = await startApp({
    CONSOLE_CLIENT_ID: 'console',
    AUTH_ISSUER: 'https://auth.example.org:8443/realms/directory',
    AUTH_JWKS_URI: 'https://auth.example.org:8443/keys',
  });
  const response = await get(service, '/console/');
  expect(response.headers.get('content-security-policy')).toContain(
    "; connect-src 'self' https://auth.example.org:8443; ",
  );
  expect(settingsIn(await response.text())).toMatchObject({
    issuer: 'https://auth.example.org:8443/realms/directory',
  });
  await service.close();
});

describe('the console below a base path that the proxy strips', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp({
      CONSOLE_CLIENT_ID: 'console',
      TRUSTED_PROXIES: '127.0.0.1',
      PUBLIC_ORIGINS: 'https://api.example.com/directory,https://plain.example,https://other.example/a/b/',
    });
  });
  afterAll(() => service.close());

  it.each([
    ['api.example.com', '/directory'],
    ['plain.example', ''],
    ['other.example', '/a/b'],
    ['unknown.example', '/directory'],
  ])('has the base of the host in Forwarded: %s has "%s"', async (host, basePath) => {
    const forwarded = { forwarded: `for=198.51.100.1;proto=https;host=${host}` };
    const html = await (await get(service, '/console/flags', forwarded)).text();
    expect(html).toContain(`<base href="${basePath}/console/"`);
    const redirect = await get(service, '/console', forwarded);
    expect(redirect.headers.get('location')).toBe(`${basePath}/console/`);
  });

  it('has a tag for each base path', async () => {
    const tags = await Promise.all(
      ['api.example.com', 'plain.example'].map(async (host) => {
        const forwarded = `for=198.51.100.1;proto=https;host=${host}`;
        return (await get(service, '/console/', { forwarded })).headers.get('etag');
      }),
    );
    expect(new Set(tags).size).toBe(2);
  });
});

describe('a service without a console', () => {
  it.each([{ CONSOLE: 'false', CONSOLE_CLIENT_ID: 'console' }, {}])(
    'answers 404 below /console with %j',
    async (environment) => {
      const service = await startApp(environment);
      for (const path of ['/console', '/console/', '/console/flags', `/console/assets/${script}`])
        expect([path, (await get(service, path)).status]).toEqual([path, 404]);
      await service.close();
    },
  );
});

describe('a console that is not built', () => {
  it('answers 503 with a page that names the command', async () => {
    const fastify = Fastify();
    const settings = {
      title: 'T',
      logo: null,
      accent: null,
      issuer: 'https://issuer.example',
      clientId: 'console',
      audience: 'directory',
      isDevelopment: false,
      externalLogos: false,
      docs: true,
      version,
    };
    await serveConsole(fastify, settings, { basePath: () => '' }, findConsole(folder));
    for (const url of ['/console/', '/console/flags', '/console/assets/x.js']) {
      const { statusCode, headers, body } = await fastify.inject(url);
      expect([url, statusCode]).toEqual([url, 503]);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(body).toContain('<code>npm install</code>');
    }
    await fastify.close();
  });

  it.each([
    ['is empty', null],
    ['has another page', '<html><base href="/"><div id="app"></div></html>'],
  ])('is found so if its folder %s', (_, html) => {
    const other = mkdtempSync(join(folder, 'dist-'));
    if (html !== null) writeFileSync(join(other, 'index.html'), html);
    expect(findConsole(other)).toBeNull();
  });
});

/** Returns the bytes of a response as they were sent: `fetch` decodes them. */
function rawBody(
  url: string,
  accepted: string,
): Promise<{ encoding: string | undefined; type: string | undefined; body: Buffer }> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { 'accept-encoding': accepted } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({
          encoding: response.headers['content-encoding'],
          type: response.headers['content-type'],
          body: Buffer.concat(chunks),
        });
      });
    }).on('error', reject);
  });
}
