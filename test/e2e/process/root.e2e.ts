import { startApp, type TestApp } from '../../support/app.js';
import { sendRequest } from '../../support/raw-http.js';

const browserAccept = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

const get = (service: Pick<TestApp, 'origin'>, path: string, accept?: string): Promise<Response> =>
  fetch(service.origin + path, { headers: accept === undefined ? {} : { accept }, redirect: 'manual' });

describe('the root of the service', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp({ CONSOLE_CLIENT_ID: 'console' });
  });
  afterAll(() => service.close());

  it('redirects a browser to the console', async () => {
    const response = await get(service, '/', browserAccept);
    expect([response.status, response.headers.get('location')]).toEqual([303, '/console/']);
    expect(response.headers.get('vary')).toContain('Accept');
  });

  it.each(['application/json', '*/*', undefined, 'application/json, text/html;q=0.5'])(
    'answers 404 with a sentence that names /console/ and /docs to a client that accepts %s',
    async (accept) => {
      const response = await get(service, '/', accept);
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({
        errors: [
          'There is nothing at this path. The console for people is at /console/. The documentation of the APIs is at /docs.',
        ],
      });
    },
  );

  it('answers 405 to another method', async () => {
    const answer = await sendRequest(service.origin, { method: 'POST', target: '/' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it.each([
    ['/favicon.ico', 'image/x-icon'],
    ['/robots.txt', 'text/plain; charset=utf-8'],
    ['/docs/favicon.svg', 'image/svg+xml'],
    ['/docs/guides/client.md', 'text/plain; charset=utf-8'],
  ])('serves %s', async (path, type) => {
    const response = await get(service, path);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(10);
  });

  it('tells search engines to index nothing', async () => {
    expect(await (await get(service, '/robots.txt')).text()).toBe('User-agent: *\nDisallow: /\n');
  });
});

describe('the root of a service without some pages', () => {
  it.each([
    [{ CONSOLE_CLIENT_ID: 'console', DOCS: 'false' }, 303, '/console/', 200],
    [{ CONSOLE: 'false' }, 303, '/docs', 200],
    // The issuer of the tests is not the development server, so there is no client by default.
    [{}, 303, '/docs', 200],
    [{ CONSOLE: 'false', DOCS: 'false' }, 404, null, 404],
  ] as const)('with %j answers a browser with %i to %s', async (environment, status, location, robots) => {
    const service = await startApp(environment);
    const response = await get(service, '/', browserAccept);
    expect([response.status, response.headers.get('location')]).toEqual([status, location]);
    expect((await get(service, '/robots.txt')).status).toBe(robots);
    await service.close();
  });

  it('puts the base path of the proxy into the redirect', async () => {
    const service = await startApp({
      CONSOLE_CLIENT_ID: 'console',
      PUBLIC_ORIGINS: 'https://api.example.com/directory',
    });
    expect((await get(service, '/', browserAccept)).headers.get('location')).toBe('/directory/console/');
    await service.close();
  });
});
