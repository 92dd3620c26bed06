import { readConfig } from './config.js';
import { exposureWarnings } from './exposure.js';

const own = {
  AUTH_ISSUER: 'https://issuer.example',
  AUTH_AUDIENCE: 'directory',
  NOTIFY_ADMIN_SECRETS: 'a-secret-that-is-long-enough-to-sign-with',
  WEBHOOK_SECRET_KEYS: 'a-key-that-is-long-enough-to-encrypt-with',
};
const production = {
  ...own,
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://service:of-their-own@db.example/x?sslmode=verify-full',
};
const introspection = {
  AUTH_INTROSPECTION_URL: 'https://issuer.example/introspect',
  AUTH_INTROSPECTION_CLIENT_ID: 'directory',
};

describe('a HOST that other machines can reach', () => {
  it.each([
    '0.0.0.0',
    '::',
    '0',
    '10.0.0.1',
    '128.0.0.1',
    '::2',
    '::ffff:10.0.0.1',
    'directory.example',
    'a.localhost',
  ])('%s refuses the development server and secrets with one sentence', (HOST) => {
    expect(() => readConfig({ HOST })).toThrow(
      new RegExp(
        `^HOST is "${HOST}", which other machines can reach, and these settings have development values: AUTH_ISSUER, NOTIFY_ADMIN_SECRETS; allowed: values of your own, HOST=127\\.0\\.0\\.1, or ALLOW_DEVELOPMENT_ON_NETWORK=true\\.$`,
      ),
    );
  });

  it.each(['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1', 'localhost', 'LOCALHOST'])(
    'is not %s, which allows them',
    (HOST) => {
      expect(readConfig({ HOST }).auth.isDevelopmentServer).toBe(true);
    },
  );

  it('allows them with ALLOW_DEVELOPMENT_ON_NETWORK=true, with a warning', () => {
    const config = readConfig({ HOST: '0.0.0.0', ALLOW_DEVELOPMENT_ON_NETWORK: 'true' });
    expect(exposureWarnings(config)[0]).toMatch(
      /^ALLOW_DEVELOPMENT_ON_NETWORK is true and HOST is "0\.0\.0\.0": /,
    );
  });

  it('names only the settings that have development values', () => {
    const { NOTIFY_ADMIN_SECRETS, ...issuer } = own;
    expect(() => readConfig({ HOST: '::', ...issuer })).toThrow(/values: NOTIFY_ADMIN_SECRETS; allowed/);
    expect(() => readConfig({ HOST: '::', NOTIFY_ADMIN_SECRETS })).toThrow(/values: AUTH_ISSUER; allowed/);
    expect(readConfig({ HOST: '::', ...own }).host).toBe('::');
  });

  it.each([
    ['0.0.0.0', 1],
    ['127.0.0.1', 0],
  ])('%s without TLS gives %i warnings of plain HTTP', (HOST, count) => {
    const warnings = exposureWarnings(readConfig({ HOST, ...own }));
    expect(warnings.filter((each) => each.includes('TLS_CERT_FILE is not set'))).toHaveLength(count);
  });

  it('with TLS gives no warning', () => {
    const tls = { certificate: Buffer.of(), key: Buffer.of(), clientAuthorities: null };
    expect(exposureWarnings({ ...readConfig({ HOST: '::', ...own }), tls })).toEqual([]);
  });
});

describe('a published value', () => {
  it.each([
    ['NOTIFY_ADMIN_SECRETS', 'dev-notify-admin-secret-for-this-machine'],
    [
      'NOTIFY_ADMIN_SECRETS',
      'a-secret-that-is-long-enough-to-sign-with,dev-notify-admin-secret-for-this-machine',
    ],
    ['AUTH_INTROSPECTION_CLIENT_SECRET', 'dev-admin-secret'],
    ['AUTH_INTROSPECTION_CLIENT_SECRET', 'dev-software-secret'],
    ['AUTH_INTROSPECTION_CLIENT_SECRET', 'dev-organisation-secret'],
    ['AUTH_DPOP_NONCE_SECRETS', 'dev-notify-admin-secret-for-this-machine'],
    ['AUTH_ISSUER', 'http://127.0.0.1:3000/dev/oidc'],
    ['DATABASE_URL', 'postgres://directory:directory@db.example/directory?sslmode=verify-full'],
    ['DATABASE_URL', 'postgres://owner:p%61ssword@db.example/x?sslmode=verify-full'],
    ['DATABASE_URL', 'postgres://owner@db.example/x?sslmode=verify-full&password=password'],
    ['DATABASE_REPLICA_URLS', 'postgres://owner:password@db.example/x?sslmode=verify-full'],
    ['SERVICE_ROLE_PASSWORD', 'directory'],
    ['REDIS_URL', 'rediss://:password@redis.example'],
    ['SMTP_URL', 'smtps://user:password@mail.example'],
  ])('in %s is refused in production: %s', (name, value) => {
    const environment = {
      ...production,
      ...(name === 'AUTH_INTROSPECTION_CLIENT_SECRET' ? introspection : {}),
      MAIL_FROM: 'a@b.example',
    };
    expect(() => readConfig({ ...environment, [name]: value, ALLOW_DEVELOPMENT_ON_NETWORK: 'true' })).toThrow(
      `${name} has a value that this repository publishes: with NODE_ENV=production it is refused; allowed: a value of your own.`,
    );
    expect(() => readConfig({ ...environment, [name]: value, NODE_ENV: '' })).not.toThrow();
  });

  it('is not a value of your own: production starts', () => {
    const environment = {
      ...production,
      ...introspection,
      AUTH_INTROSPECTION_CLIENT_SECRET: 'of our own',
      SERVICE_ROLE_PASSWORD: 'of our own',
      REDIS_URL: 'rediss://:of-our-own@redis.example',
    };
    expect(readConfig(environment).isProduction).toBe(true);
  });
});

describe('a connection to another machine', () => {
  const away = {
    database:
      'DATABASE_URL names another machine without TLS; allowed: ?sslmode=verify-full in the URL, or the host in UNENCRYPTED_HOSTS on a network of your own.',
    redis:
      'REDIS_URL names another machine without TLS; allowed: rediss: in the URL, or the host in UNENCRYPTED_HOSTS on a network of your own.',
  };

  it.each([
    ['DATABASE_URL', 'postgres://db.example/x', away.database],
    ['DATABASE_URL', 'postgres://db.example/x?sslmode=disable', away.database],
    ['DATABASE_URL', 'postgres://db.example/x?sslmode=prefer', away.database],
    ['DATABASE_URL', 'postgres://db.example/x?sslmode=no-verify', away.database],
    ['DATABASE_URL', 'postgres://db.example/x?sslmode=verify-full&sslmode=disable', away.database],
    ['DATABASE_URL', 'postgres://localhost/x?host=db.example', away.database],
    ['DATABASE_URL', 'postgres://10.0.0.1/x', away.database],
    ['REDIS_URL', 'redis://redis.example', away.redis],
    ['REDIS_URL', 'redis://[::2]:6379', away.redis],
  ])('%s %s is refused without TLS', (name, url, sentence) => {
    expect(() => readConfig({ [name]: url })).toThrow(sentence);
  });

  it('of a replica is refused without TLS', () => {
    const urls = {
      DATABASE_URL: 'postgres://localhost/x',
      DATABASE_REPLICA_URLS: 'postgres://localhost/x,postgres://two/x',
    };
    expect(() => readConfig(urls)).toThrow(/^DATABASE_REPLICA_URLS names another machine without TLS/);
  });

  it.each([
    ['DATABASE_URL', 'postgres://localhost/x', ''],
    ['DATABASE_URL', 'postgres://127.0.0.2/x', ''],
    ['DATABASE_URL', 'postgres://[::1]:5432/x', ''],
    ['DATABASE_URL', 'postgres:///x', ''],
    ['DATABASE_URL', 'postgres://%2Fvar%2Frun%2Fpostgresql/x', ''],
    ['DATABASE_URL', 'postgres:///x?host=/var/run/postgresql', ''],
    ['DATABASE_URL', 'postgres://db.example/x?sslmode=require', ''],
    ['DATABASE_URL', 'postgres://db.example/x?sslmode=verify-full', ''],
    ['DATABASE_URL', 'postgres://DB.example/x', 'cache,db.EXAMPLE'],
    ['REDIS_URL', 'redis://127.0.0.1', ''],
    ['REDIS_URL', 'rediss://redis.example', ''],
    ['REDIS_URL', 'redis://redis', 'redis'],
  ])('%s %s is allowed with UNENCRYPTED_HOSTS "%s"', (name, url, UNENCRYPTED_HOSTS) => {
    expect(() => readConfig({ [name]: url, UNENCRYPTED_HOSTS })).not.toThrow();
  });

  it.each([
    ['smtp://mail.example', '', true],
    ['smtps://mail.example', '', true],
    ['smtp://mail.example', 'mail.example', false],
    ['smtp://127.0.0.1:1025', '', false],
    ['smtp://localhost', '', false],
  ])(
    'SMTP_URL %s with UNENCRYPTED_HOSTS "%s" requires TLS: %s',
    (SMTP_URL, UNENCRYPTED_HOSTS, requiresTls) => {
      const { mail } = readConfig({ SMTP_URL, UNENCRYPTED_HOSTS, MAIL_FROM: 'a@b.example' });
      expect(mail.requiresTls).toBe(requiresTls);
    },
  );
});
