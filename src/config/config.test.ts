import { readConfig } from './config.js';

describe('readConfig', () => {
  it('has a default for every setting, development parts included', () => {
    expect(readConfig({})).toMatchObject({
      isProduction: false,
      host: '127.0.0.1',
      port: 3000,
      databaseUrl: null,
      databaseReplicaUrls: [],
      databasePoolSize: 10,
      databaseTimeoutMs: 5000,
      auth: {
        issuer: 'http://127.0.0.1:3000/dev/oidc',
        audience: 'organisations-directory',
        isDevelopmentServer: true,
        introspection: null,
        requireSenderConstrained: false,
      },
      trustedProxies: [],
      rateLimitPerMinute: 6000,
      corsOrigins: [],
      docs: true,
      allowDevelopmentOnNetwork: false,
      allowDatabaseOwner: false,
      unencryptedHosts: [],
      participantsPublic: true,
      requireIfMatch: false,
      logLevel: 'info',
    });
  });

  it.each([
    ['1', 1],
    ['65535', 65_535],
  ])('takes MANAGEMENT_PORT %s', (MANAGEMENT_PORT, managementPort) => {
    expect(readConfig({ MANAGEMENT_PORT })).toMatchObject({ port: 3000, managementPort });
  });

  it('treats an empty variable as not set', () => {
    expect(readConfig({ PORT: '', MANAGEMENT_PORT: '', AUTH_ISSUER: ' ' })).toMatchObject({
      port: 3000,
      managementPort: null,
      auth: { isDevelopmentServer: true },
    });
  });

  it.each([
    ['0.0.0.0', 'http://localhost:8080/dev/oidc'],
    ['::', 'http://localhost:8080/dev/oidc'],
    ['::1', 'http://[::1]:8080/dev/oidc'],
    ['10.0.0.1', 'http://10.0.0.1:8080/dev/oidc'],
  ])('with HOST %s sets the issuer to %s', (HOST, issuer) => {
    const config = readConfig({ HOST, PORT: '8080', ALLOW_DEVELOPMENT_ON_NETWORK: 'true' });
    expect(config.auth.issuer).toBe(issuer);
  });

  it('splits lists at commas', () => {
    const config = readConfig({
      TRUSTED_PROXIES: '10.0.0.0/8, ::1',
      CORS_ORIGINS: 'https://a.example,https://b.example',
      DATABASE_URL: 'postgres://primary/directory',
      DATABASE_REPLICA_URLS: 'postgres://one/directory , postgresql://two/directory,',
      UNENCRYPTED_HOSTS: 'primary, ONE,two',
    });
    expect([config.trustedProxies, config.corsOrigins, config.databaseReplicaUrls]).toEqual([
      ['10.0.0.0/8', '::1'],
      ['https://a.example', 'https://b.example'],
      ['postgres://one/directory', 'postgresql://two/directory'],
    ]);
  });

  it.each([
    ['', { name: 'client-cert', form: 'rfc9440' }],
    ['X-SSL-Client-Cert: url-encoded-pem', { name: 'x-ssl-client-cert', form: 'url-encoded-pem' }],
    ['x-forwarded-client-cert:XFCC', { name: 'x-forwarded-client-cert', form: 'xfcc' }],
    ['X-ARR-ClientCert : base64-der', { name: 'x-arr-clientcert', form: 'base64-der' }],
  ])('reads CLIENT_CERT_HEADER %j as %j', (CLIENT_CERT_HEADER, header) => {
    expect(readConfig({ CLIENT_CERT_HEADER }).clientCertHeader).toEqual(header);
  });

  it.each([
    'X-SSL-Client-Cert',
    'pem',
    ': rfc9440',
    'Client-Cert: pem',
    'Client Cert: rfc9440',
    'a: b: xfcc',
  ])('rejects CLIENT_CERT_HEADER %j and names the forms', (CLIENT_CERT_HEADER) => {
    expect(() => readConfig({ CLIENT_CERT_HEADER })).toThrow(
      `CLIENT_CERT_HEADER is "${CLIENT_CERT_HEADER}"; allowed: the name of a header and its form, such as Client-Cert: rfc9440, X-SSL-Client-Cert: url-encoded-pem, X-Forwarded-Client-Cert: xfcc or X-ARR-ClientCert: base64-der.`,
    );
  });

  it('reads PUBLIC_ORIGINS with base paths and in normal form', () => {
    const PUBLIC_ORIGINS =
      'https://api.example.com/directory, https://API.example.com:443/, http://127.0.0.1:8080/a/b/';
    expect(readConfig({ PUBLIC_ORIGINS }).publicOrigins).toEqual([
      'https://api.example.com/directory',
      'https://api.example.com',
      'http://127.0.0.1:8080/a/b',
    ]);
  });

  it('accepts several secrets, several origins of links, and a base URL with a path and a slash at its end', () => {
    const secrets = ['the-new-secret-of-the-admin-client-1', 'the-old-secret-of-the-admin-client-0'];
    const { notify } = readConfig({
      NOTIFY_ADMIN_SECRETS: secrets.join(','),
      NOTIFY_ADMIN_BASE_URL: 'https://admin.example/pages/',
      NOTIFY_LINK_ORIGINS: 'https://other.example,https://admin.example:8443',
    });
    expect(notify).toEqual({
      adminClientId: 'notify-admin',
      adminSecrets: secrets,
      adminBaseUrl: 'https://admin.example/pages',
      linkOrigins: ['https://admin.example', 'https://other.example', 'https://admin.example:8443'],
      isDevelopment: false,
    });
  });

  it('reads the allowed hosts of webhooks in lower case, without brackets and dots at the end', () => {
    const WEBHOOK_ALLOWED_HOSTS = 'Hooks.Internal., 10.0.0.1, [fd00::5], fd00::6';
    expect(readConfig({ WEBHOOK_ALLOWED_HOSTS }).webhooks.allowedHosts).toEqual([
      'hooks.internal',
      '10.0.0.1',
      'fd00::5',
      'fd00::6',
    ]);
  });
});
