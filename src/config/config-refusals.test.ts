import { ConfigError } from './config-error.js';
import { readConfig } from './config.js';

describe('readConfig', () => {
  it.each([
    'api.example.com/directory',
    'ftp://api.example.com',
    'https:api.example.com',
    'https://api.example.com/directory?a',
    'https://api.example.com/#x',
    'https://api.example.com//directory',
    'https://api.example.com/directory/../x',
    'https://api.example.com/directory/.',
  ])('rejects PUBLIC_ORIGINS %s', (PUBLIC_ORIGINS) => {
    expect(() => readConfig({ PUBLIC_ORIGINS })).toThrow(
      `PUBLIC_ORIGINS is "${PUBLIC_ORIGINS}"; allowed: origins such as https://www.example.com, each with or without a base path such as /directory, separated by commas.`,
    );
  });

  it('rejects a user name in PUBLIC_ORIGINS without printing it', () => {
    const read = () => readConfig({ PUBLIC_ORIGINS: 'https://user:secret@api.example.com' });
    expect(read).toThrow('PUBLIC_ORIGINS is "https://…@api.example.com"; allowed:');
  });

  it.each([
    [{ PORT: 'http' }, 'PORT is "http"; allowed: a whole number from 1 to 65535.'],
    [{ PORT: '65536' }, 'PORT is "65536"; allowed: a whole number from 1 to 65535.'],
    [{ PORT: '0' }, 'PORT is "0"; allowed: a whole number from 1 to 65535.'],
    [{ NODE_ENV: 'Production' }, 'NODE_ENV is "Production"; allowed: production, development, test.'],
    [{ ALLOW_EMBEDDED_DATABASE: 'yes' }, 'ALLOW_EMBEDDED_DATABASE is "yes"; allowed: true or false.'],
    [
      { AUTH_ISSUER: 'http://127.evil.example' },
      'AUTH_ISSUER is "http://127.evil.example"; allowed: an https URL, or http on a loopback address.',
    ],
    [
      { AUTH_JWKS_URI: 'http://u:secret@issuer.example' },
      'AUTH_JWKS_URI is "http://u:…@issuer.example"; allowed: an https URL, or http on a loopback address.',
    ],
    [
      { AUTH_JWKS_URI: 'https://issuer.example/jwks' },
      'AUTH_JWKS_URI is set and AUTH_ISSUER is not; allowed: both, or AUTH_ISSUER alone.',
    ],
    [{ DATABASE_POOL_SIZE: '0' }, 'DATABASE_POOL_SIZE is "0"; allowed: a whole number from 1 to 1000.'],
    [
      { DATABASE_TIMEOUT_MS: '5s' },
      'DATABASE_TIMEOUT_MS is "5s"; allowed: a whole number from 100 to 600000.',
    ],
    [
      { DATABASE_REPLICA_URLS: 'postgres://u:secret@one/d,mysql://u:secret@two/d' },
      'DATABASE_REPLICA_URLS is "mysql://u:…@two/d"; allowed: URLs such as postgres://user:password@host:5432/database, separated by commas.',
    ],
    [
      { DATABASE_REPLICA_URLS: 'postgres://one/d' },
      'DATABASE_REPLICA_URLS is set and DATABASE_URL is not; allowed: both, or DATABASE_URL alone.',
    ],
    [{ REQUIRE_IF_MATCH: 'yes' }, 'REQUIRE_IF_MATCH is "yes"; allowed: true or false.'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud"; allowed: fatal, error, warn, info, debug, trace, silent.'],
    [{ LOG_FORMAT: 'xml' }, 'LOG_FORMAT is "xml"; allowed: json, pretty.'],
    [
      { TRUSTED_PROXIES: '10.0.0.0/33' },
      'TRUSTED_PROXIES is "10.0.0.0/33"; allowed: IP addresses or CIDR ranges, separated by commas.',
    ],
    [
      { CORS_ORIGINS: '*' },
      'CORS_ORIGINS is "*"; allowed: origins such as https://www.example.com, separated by commas.',
    ],
    [
      { AUTH_ISSUER: 'http://issuer.example' },
      'AUTH_ISSUER is "http://issuer.example"; allowed: an https URL, or http on a loopback address.',
    ],
    [
      { AUTH_ISSUER: 'https://issuer.example' },
      'AUTH_AUDIENCE is not set; allowed: any text that is not empty.',
    ],
    [
      { AUTH_INTROSPECTION_URL: 'https://issuer.example/introspect' },
      'AUTH_INTROSPECTION_CLIENT_ID is not set; allowed: any text that is not empty.',
    ],
    [
      { DATABASE_URL: 'mysql://root:secret@db/x' },
      'DATABASE_URL is "mysql://root:…@db/x"; allowed: a URL such as postgres://user:password@host:5432/database.',
    ],
    [
      { NOTIFY_ADMIN_SECRETS: 'short,a-secret-that-is-long-enough-to-sign-with' },
      'NOTIFY_ADMIN_SECRETS holds a secret that is too short; allowed: 32 characters or more each.',
    ],
    [
      { NOTIFY_LINK_ORIGINS: 'https://admin.example/path' },
      'NOTIFY_LINK_ORIGINS is "https://admin.example/path"; allowed: origins such as https://www.example.com, separated by commas.',
    ],
    [
      { NOTIFY_ADMIN_BASE_URL: 'admin.example' },
      'NOTIFY_ADMIN_BASE_URL is "admin.example"; allowed: an http or https URL.',
    ],
    [
      { SMTP_URL: 'mail.example:25' },
      'SMTP_URL is "mail.example:25"; allowed: a URL such as smtps://user:password@host:465.',
    ],
    [
      { REDIS_URL: 'http://user:secret@redis.example' },
      'REDIS_URL is "http://user:…@redis.example"; allowed: a URL such as rediss://user:password@host:6379.',
    ],
    [{ MANAGEMENT_PORT: '0' }, 'MANAGEMENT_PORT is "0"; allowed: a whole number from 1 to 65535.'],
    [{ MANAGEMENT_PORT: '65536' }, 'MANAGEMENT_PORT is "65536"; allowed: a whole number from 1 to 65535.'],
    [{ MANAGEMENT_PORT: '3000' }, 'MANAGEMENT_PORT is "3000", the same as PORT; allowed: another port.'],
    [
      { PORT: '4000', MANAGEMENT_PORT: '4000' },
      'MANAGEMENT_PORT is "4000", the same as PORT; allowed: another port.',
    ],
    [
      { MAX_CONCURRENT_REQUESTS: '0' },
      'MAX_CONCURRENT_REQUESTS is "0"; allowed: a whole number from 1 to 100000.',
    ],
    [{ SMTP_URL: 'smtp://mail.example' }, 'MAIL_FROM is not set; allowed: any text that is not empty.'],
    [
      { MAIL_FROM: 'Notify <notify@example.gov.uk>\r\nBcc: all@example.gov.uk' },
      'MAIL_FROM is "Notify <notify@example.gov.uk>\r\nBcc: all@example.gov.uk"; allowed: an e-mail address, or a name and an address in angle brackets.',
    ],
  ])('rejects %j with "%s"', (environment, message) => {
    expect(() => readConfig(environment)).toThrow(message);
  });

  it('names all wrong and missing settings at once, each once', () => {
    const environment = {
      NODE_ENV: 'production',
      PORT: 'http',
      DATABASE_URL: 'mysql://db/x',
      AUTH_ISSUER: 'http://issuer.example',
      AUTH_INTROSPECTION_URL: 'https://issuer.example/introspect',
      SMTP_URL: 'smtp://mail.example',
      TLS_CERT_FILE: 'absent.pem',
      CLIENT_CERT_HEADER: 'X',
    };
    const told = (): string[] => {
      try {
        readConfig(environment);
      } catch (error) {
        return error instanceof ConfigError ? error.message.split('\n') : [String(error)];
      }
      return [];
    };
    expect(told().map((line) => line.split(' ')[0])).toEqual([
      'PORT',
      'TLS_CERT_FILE',
      'DATABASE_URL',
      'AUTH_ISSUER',
      'AUTH_INTROSPECTION_CLIENT_ID',
      'AUTH_INTROSPECTION_CLIENT_SECRET',
      'MAIL_FROM',
      'CLIENT_CERT_HEADER',
      'NOTIFY_ADMIN_SECRETS',
      'WEBHOOK_SECRET_KEYS',
    ]);
  });

  it.each([
    ['DATABASE_URL', 'mysql://u:hush@h/d', 'mysql://u:…@h/d'],
    ['DATABASE_URL', 'mysql://u:h/us:h@hush@h/d', 'mysql://u:…@h/d'],
    ['DATABASE_URL', 'mysql://hush@h/d', 'mysql://…@h/d'],
    ['DATABASE_URL', 'u:hush@h/d', 'u:…@h/d'],
    ['DATABASE_URL', 'host=h password=hush', 'host=h password=…'],
    ['DATABASE_URL', 'mysql://h/d?user=u&password=hush', 'mysql://h/d?user=u&password=…'],
    ['DATABASE_REPLICA_URLS', 'mysql://u:hush,er@h/d', 'mysql://u:…'],
    ['REDIS_URL', 'http://:hush@h', 'http://…@h'],
    ['SMTP_URL', 'mailto:u:hush@h', 'mailto:u:…@h'],
    ['NOTIFY_ADMIN_BASE_URL', 'ftp://u:hush@h', 'ftp://u:…@h'],
    ['CORS_ORIGINS', 'https://u:hush@h', 'https://u:…@h'],
    ['AUTH_ISSUER', 'http://u:hush@h', 'http://u:…@h'],
  ])('prints no password of %s: %s becomes %s', (name, value, shown) => {
    const read = (): unknown => readConfig({ DATABASE_URL: 'postgres://h/d', [name]: value });
    expect(read).toThrow(`${name} is "${shown}"; allowed: `);
    expect(read).not.toThrow('hush');
  });

  it.each([
    'https://hooks.internal',
    'hooks.internal/path',
    'hooks.internal:8443',
    'me@hooks.internal',
    'a b',
  ])('rejects %s as an allowed host', (item) => {
    expect(() => readConfig({ WEBHOOK_ALLOWED_HOSTS: item })).toThrow(
      `WEBHOOK_ALLOWED_HOSTS is "${item}"; allowed: host names or IP addresses, separated by commas.`,
    );
  });
});
