import { startApp, type TestApp } from '../../support/app.js';

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
