import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startApp, type TestApp } from '../../support/app.js';
import { admin } from '../../support/identities.js';

const guides = readdirSync(join(__dirname, '..', '..', '..', 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => `/docs/${name}`);
const paths = [
  '/docs',
  '/docs/',
  '/docs/swagger-ui.js',
  '/docs/swagger-ui-bundle.js',
  '/docs/oauth2-redirect.html',
  '/openapi/directory.json',
  '/openapi/notify.json',
  ...guides,
];

const get = (origin: string, path: string): Promise<Response> =>
  fetch(origin + path, { headers: { accept: 'text/html' }, redirect: 'manual' });

describe('a service with DOCS=false', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp({ DOCS: 'false' });
  });
  afterAll(() => service.close());

  it('answers 404 to the documents and the guides', async () => {
    const statuses = await Promise.all(
      paths.map(async (path) => [path, (await get(service.origin, path)).status]),
    );
    expect(statuses).toEqual(paths.map((path) => [path, 404]));
  });

  it('names no document in the metadata of the resource', async () => {
    const response = await get(service.origin, '/.well-known/oauth-protected-resource');
    expect(response.status).toBe(200);
    expect(await response.json()).not.toHaveProperty('resource_documentation');
  });

  it('serves the APIs', async () => {
    expect((await service.as(admin).get('/organisations')).status).toBe(200);
    expect((await service.notify.get('/letter-branding')).status).toBe(200);
  });
});

it('a service without DOCS serves each of these paths', async () => {
  const service = await startApp();
  const statuses = await Promise.all(
    paths.map(async (path) => [path, (await get(service.origin, path)).status]),
  );
  expect(statuses).toEqual(paths.map((path) => [path, 200]));
  await service.close();
});
