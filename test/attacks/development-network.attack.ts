import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../src/config/config.js';
import { developmentAdminSecret, developmentApiKey } from '../../src/config/notify-config.js';
import { developmentClients } from '../../src/development-server/development-identities.js';
import type { Answer } from '../support/answer.js';
import { type DevelopmentApp, startDevelopmentApp } from '../support/development-app.js';
import { noteErrorBody } from '../support/evidence.js';
import { Attack } from './support/attack.js';
import { HttpClient, type PlainRequest } from './support/http-client.js';

const root = join(__dirname, '..', '..');
const login = `Basic ${Buffer.from('dev-admin:dev-admin-secret').toString('base64')}`;
const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** Requests with which a page gets an administrator's token from the development server. */
const requests: readonly PlainRequest[] = [
  { method: 'GET', target: '/dev/oidc/.well-known/openid-configuration' },
  { method: 'GET', target: '/dev/oidc/jwks' },
  {
    method: 'POST',
    target: '/dev/oidc/token',
    headers: { ...form, authorization: login },
    body: 'grant_type=client_credentials',
  },
  {
    method: 'POST',
    target: '/dev/oidc/token',
    headers: form,
    body: 'grant_type=client_credentials&client_id=dev-admin&client_secret=dev-admin-secret',
  },
];

let app: DevelopmentApp;
let client: HttpClient;
beforeAll(async () => {
  app = await startDevelopmentApp({ PUBLIC_ORIGINS: 'https://directory.example/base' });
  client = new HttpClient(app.origin);
});
afterAll(() => app.close());

const send = async (request: PlainRequest, headers: Readonly<Record<string, string>>): Promise<Answer> =>
  noteErrorBody(await client.send({ ...request, headers: { ...request.headers, ...headers } }));

describe('a page whose name was rebound to this machine', () => {
  const attack = new Attack('development server: DNS rebinding');
  const foreign = [
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.localhost',
    'directory.example.evil.example',
    '128.0.0.1',
    '0.0.0.0:3000',
    '[::2]',
    'evil@localhost',
    'localhost/evil',
    'localhost#evil',
  ];
  const own = ['localhost', 'LOCALHOST:3000', '127.0.0.1:1', '127.0.0.9', '[::1]:3000', 'directory.example'];

  it('gets no token and no metadata', async () => {
    for (const host of foreign)
      for (const request of [...requests, { method: 'GET', target: '/dev/oidc/interaction/x' }]) {
        const answer = await send(request, { host });
        attack.note(`${request.method} ${request.target} with Host ${host}`, answer, [
          ...(answer.status === 403 ? [] : [`${answer.status}`]),
          ...(answer.text.includes('access_token') ? ['a token'] : []),
        ]);
      }
    attack.expectNoFailure();
  });

  it('can not use the development key of the Notify API', async () => {
    const request = {
      method: 'GET',
      target: '/letter-branding',
      headers: { authorization: `Bearer ${developmentApiKey}` },
    };
    for (const host of foreign) {
      const answer = await send(request, { host });
      attack.note(`Notify with Host ${host}`, answer, answer.status === 403 ? [] : [`${answer.status}`]);
    }
    for (const host of own) expect((await send(request, { host })).status).toBe(200);
    attack.expectNoFailure();
  });

  it.each(own)('differs from a page of this machine or PUBLIC_ORIGINS: %s is served', async (host) => {
    for (const request of requests) expect((await send(request, { host })).status).toBe(200);
  });
});

describe('a page of another origin', () => {
  const attack = new Attack('development server: cross-origin pages');
  const foreign = [
    'https://evil.example',
    'http://localhost:1',
    'http://127.0.0.1',
    'null',
    'https://localhost',
  ];
  const preflights = ['/dev/oidc/token', '/dev/oidc/jwks'].map((target) => ({
    method: 'OPTIONS',
    target,
    headers: { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
  }));

  it('reads no answer', async () => {
    for (const origin of foreign)
      for (const request of [...requests, ...preflights]) {
        const answer = await send(request, { origin });
        const allowed = answer.headers.get('access-control-allow-origin');
        attack.note(`${request.method} ${request.target} of ${origin}`, answer, [
          ...(answer.status === 403 ? [] : [`${answer.status}`]),
          ...(allowed === null ? [] : [`allowed: ${allowed}`]),
        ]);
      }
    attack.expectNoFailure();
  });

  it("differs from the service's own page and one of PUBLIC_ORIGINS, which read each answer", async () => {
    const { port } = new URL(app.origin);
    for (const origin of [app.origin, `http://localhost:${port}`, 'https://directory.example'])
      for (const request of [...requests, ...preflights]) {
        const answer = await send(request, { origin });
        expect([request.target, answer.status]).toEqual([
          request.target,
          request.method === 'OPTIONS' ? 204 : 200,
        ]);
        expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
      }
  });

  it('can not use an answer to a request without Origin', async () => {
    for (const request of requests) {
      const answer = await send(request, {});
      expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, app.origin]);
    }
  });
});

describe('a value that this repository publishes', () => {
  const attack = new Attack('published secrets in production');
  const production = {
    NODE_ENV: 'production',
    AUTH_ISSUER: 'https://issuer.example',
    AUTH_AUDIENCE: 'directory',
    NOTIFY_ADMIN_SECRETS: 'a-secret-that-is-long-enough-to-sign-with',
    WEBHOOK_SECRET_KEYS: 'a-key-that-is-long-enough-to-encrypt-with',
    DATABASE_URL: 'postgres://service:of-their-own@localhost/x',
    AUTH_INTROSPECTION_URL: 'https://issuer.example/introspect',
    AUTH_INTROSPECTION_CLIENT_ID: 'directory',
    AUTH_INTROSPECTION_CLIENT_SECRET: 'of-our-own',
    MAIL_FROM: 'a@b.example',
    ALLOW_DEVELOPMENT_ON_NETWORK: 'true',
  };
  const secrets = [
    ...developmentClients.map(({ secret }) => secret),
    developmentAdminSecret,
    developmentApiKey,
    ...passwordsInDocuments(),
  ];
  const settings: readonly (readonly [string, (secret: string) => string])[] = [
    ['AUTH_INTROSPECTION_CLIENT_SECRET', (secret) => secret],
    ['SERVICE_ROLE_PASSWORD', (secret) => secret],
    ['DATABASE_URL', (secret) => `postgres://service:${secret}@localhost/x`],
    ['REDIS_URL', (secret) => `redis://:${secret}@localhost`],
    ['SMTP_URL', (secret) => `smtp://user:${secret}@localhost`],
  ];

  it('stops production, whichever setting holds it', () => {
    expect(secrets.length).toBeGreaterThan(5);
    expect(() => readConfig(production)).not.toThrow();
    for (const secret of secrets)
      for (const [name, valueOf] of settings) {
        const told = refusalOf({ ...production, [name]: valueOf(secret) });
        const isRefused = told.startsWith(`${name} has a value that this repository publishes`);
        attack.count(`${secret} in ${name}`, isRefused, isRefused ? [] : [told || 'it starts']);
      }
    attack.expectNoFailure();
  });
});

function refusalOf(environment: Readonly<Record<string, string>>): string {
  try {
    readConfig(environment);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Returns the passwords of the URLs and the default passwords in the files that readers copy from. */
function passwordsInDocuments(): string[] {
  const documents = ['docs', 'examples'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(md|sh|py|ts|conf)$/.test(name))
      .map((name) => join(folder, name)),
  );
  const texts = ['README.md', '.env.example', 'docker-compose.yml', ...documents].map((path) =>
    readFileSync(join(root, path), 'utf8'),
  );
  const found = texts.flatMap((text) => [
    ...text.matchAll(/\w:\/\/[\w-]*:([\w-]+)@/g),
    ...text.matchAll(/PASSWORD:-([\w-]+)\}/g),
  ]);
  return [...new Set(found.map(([, password]) => password ?? ''))];
}
