import { startApp, type TestApp } from '../../support/app.js';
import { sendRequest } from '../../support/raw-http.js';
import { type DevelopmentApp, startDevelopmentApp } from '../../support/development-app.js';

describe('with the development authorisation server', () => {
  let app: DevelopmentApp;
  beforeAll(async () => {
    app = await startDevelopmentApp();
  });
  afterAll(() => app.close());

  it.each(['/docs', '/docs/'])('shows Swagger UI at %s without a token', async (path) => {
    const response = await fetch(`${app.origin}${path}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toContain('<title>Organisations Directory</title>');
  });

  it('lets Swagger UI keep the tokens of the development server', async () => {
    expect(await swaggerUiSettings(app.origin)).toMatchObject({ keepsTokens: true });
  });

  it.each(['/docs/oauth2-redirect.html', '/docs/oauth2-redirect.js', '/docs/swagger-ui-bundle.js'])(
    'serves %s from its own files',
    async (path) => {
      const response = await fetch(`${app.origin}${path}`);
      expect(response.status).toBe(200);
      expect((await response.text()).length).toBeGreaterThan(0);
    },
  );

  it.each(['/docs/%2e%2e/package.json', '/docs/..%5c..%5cpackage.json', '/docs/%00'])(
    'returns 404 at %s, which is outside its folder',
    async (path) => {
      const answer = await sendRequest(app.origin, { method: 'GET', target: path });
      expect(answer.status).toBe(404);
    },
  );

  it('describes the directory at /openapi/directory.json with both OAuth 2.0 flows of this server', async () => {
    const document = await documentAt(app.origin);
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Organisations Directory' } });
    expect(Object.keys(document.paths)).toContain('/organisations/{OrganisationId}');
    expect(document.components.securitySchemes.oauth2).toMatchObject({
      type: 'oauth2',
      flows: {
        clientCredentials: { tokenUrl: '/dev/oidc/token' },
        authorizationCode: { authorizationUrl: '/dev/oidc/auth', tokenUrl: '/dev/oidc/token' },
      },
    });
  });

  it('does not describe the paths of the process itself', async () => {
    const { paths } = await documentAt(app.origin);
    const own = Object.keys(paths).filter((path) => /^\/(health|metrics|docs|openapi|dev)/.test(path));
    expect(own).toEqual([]);
  });

  it('has a unique id for every operation', async () => {
    const { paths } = await documentAt(app.origin);
    const ids = Object.values(paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('with another authorisation server', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  it('lets Swagger UI keep tokens in the page only', async () => {
    expect(await swaggerUiSettings(service.origin)).toMatchObject({ keepsTokens: false });
  });

  it('contains the metadata URL of that server', async () => {
    const { components } = await documentAt(service.origin);
    expect(components.securitySchemes.oauth2).toEqual({
      type: 'openIdConnect',
      openIdConnectUrl: `${service.issuer.url}/.well-known/openid-configuration`,
    });
  });

  it.each(['/dev/oidc/jwks', '/dev/oidc/token', '/dev/oidc/.well-known/openid-configuration'])(
    'has no development server: %s returns 404',
    async (path) => {
      const response = await fetch(`${service.origin}${path}`);
      expect(response.status).toBe(404);
    },
  );
});

interface Document {
  readonly paths: Record<string, Record<string, { readonly operationId: string }>>;
  readonly components: { readonly securitySchemes: Record<string, unknown> };
}

async function documentAt(origin: string): Promise<Document> {
  const response = await fetch(`${origin}/openapi/directory.json`);
  return (await response.json()) as Document;
}

async function swaggerUiSettings(origin: string): Promise<unknown> {
  const page = await (await fetch(`${origin}/docs`)).text();
  return JSON.parse(/data-settings="([^"]*)"/.exec(page)?.[1]?.replaceAll('&quot;', '"') ?? '') as unknown;
}
