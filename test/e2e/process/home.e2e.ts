import { startApp, type TestApp } from '../../support/app.js';
import { sendRequest } from '../../support/raw-http.js';

const browserAccept = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

describe('the root of the service', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp({ TRUSTED_PROXIES: '127.0.0.1' });
  });
  afterAll(() => service.close());

  const get = (path: string, accept?: string): Promise<Response> =>
    fetch(service.origin + path, { headers: accept === undefined ? {} : { accept } });

  it('shows a page to a browser, which may load only its style and its icon', async () => {
    const response = await get('/', browserAccept);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('vary')).toContain('Accept');
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(await response.text()).toContain(
      '<meta name="viewport" content="width=device-width, initial-scale=1">',
    );
  });

  it.each(['application/json', '*/*', undefined, 'application/json, text/html;q=0.5'])(
    'answers 404 with a sentence that names /docs to a client that accepts %s',
    async (accept) => {
      const response = await get('/', accept);
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({ errors: [expect.stringContaining('/docs')] });
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
    const response = await get(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(10);
  });

  it('tells search engines to index nothing', async () => {
    expect(await (await get('/robots.txt')).text()).toBe('User-agent: *\nDisallow: /\n');
  });
});

describe('/.well-known/oauth-protected-resource', () => {
  const metadataOf = async (
    environment: Record<string, string>,
  ): Promise<{ metadata: object; service: TestApp }> => {
    const service = await startApp(environment);
    const response = await fetch(`${service.origin}/.well-known/oauth-protected-resource`);
    return { metadata: (await response.json()) as object, service };
  };

  it('names the service, its authorisation server and its scopes (RFC 9728)', async () => {
    const { metadata, service } = await metadataOf({});
    expect(metadata).toEqual({
      resource: service.origin,
      resource_name: 'Organisations Directory',
      resource_documentation: `${service.origin}/docs`,
      authorization_servers: [service.issuer.url],
      scopes_supported: ['directory:admin', 'directory:software', 'directory:website'],
      bearer_methods_supported: ['header'],
      tls_client_certificate_bound_access_tokens: false,
      dpop_signing_alg_values_supported: expect.arrayContaining(['PS256', 'ES256', 'EdDSA']) as string[],
    });
    await service.close();
  });

  it('names the public URL, and certificate-bound tokens behind a proxy that hands certificates on', async () => {
    const { metadata, service } = await metadataOf({
      TRUSTED_PROXIES: '127.0.0.1',
      PUBLIC_ORIGINS: 'https://directory.example/base',
    });
    expect(metadata).toMatchObject({
      resource: 'https://directory.example/base',
      resource_documentation: 'https://directory.example/base/docs',
      tls_client_certificate_bound_access_tokens: true,
    });
    await service.close();
  });
});
