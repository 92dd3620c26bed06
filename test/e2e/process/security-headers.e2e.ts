import { startApp, type TestApp } from '../../support/app.js';
import type { Answer } from '../../support/answer.js';
import { anOrganisation, anOrganisationBody } from '../../support/builders/organisation.js';
import { developmentApiKey } from '../../../src/config/notify-config.js';
import { admin } from '../../support/identities.js';
import { sendRequest, sendText } from '../../support/raw-http.js';

type Header = readonly [name: string, value: string];

const policy = "default-src 'none'; frame-ancestors 'none'";
const json: Header = ['Content-Type', 'application/json'];

describe('the security headers', () => {
  let service: TestApp;
  let bearer: Header;
  beforeAll(async () => {
    service = await startApp({
      TRUSTED_PROXIES: '127.0.0.1',
      RATE_LIMIT_PER_MINUTE: '1000',
      CONSOLE_CLIENT_ID: 'console',
    });
    await anOrganisation(service.database, { organisation_id: 'one' });
    bearer = ['Authorization', `Bearer ${await service.issuer.token(admin)}`];
  });
  afterAll(() => service.close());

  const get = (target: string, ...headers: readonly Header[]): Promise<Answer> =>
    sendRequest(service.origin, { target, headers });
  const expectGuarded = (answer: Answer): void => {
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('x-frame-options')).toMatch(/^(DENY|SAMEORIGIN)$/);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(answer.headers.get('cache-control')).not.toBeNull();
    expect(answer.headers.has('server')).toBe(false);
    expect(answer.headers.has('x-powered-by')).toBe(false);
  };

  const answers: readonly (readonly [what: string, status: number, ask: () => Promise<Answer>])[] = [
    ['a page', 200, () => get('/organisations', bearer)],
    ['what the caller holds already', 304, () => get('/organisations', bearer, ['If-None-Match', '*'])],
    ['the participants file', 200, () => service.as(null).get('/organisations/export/open-data')],
    [
      'a change',
      200,
      () =>
        sendRequest(service.origin, {
          method: 'PUT',
          target: '/organisations/one',
          headers: [bearer, json],
          body: JSON.stringify(anOrganisationBody({ City: 'Leeds' })),
        }),
    ],
    ['a bad parameter', 400, () => get('/organisations?size=0', bearer)],
    ['no token', 401, () => get('/organisations')],
    ['a bad token', 401, () => get('/organisations', ['Authorization', 'Bearer no-token-at-all'])],
    ['an unknown path', 404, () => get('/nowhere')],
    [
      'a method that is not there',
      405,
      () => sendRequest(service.origin, { method: 'DELETE', headers: [bearer] }),
    ],
    ['a path that can not be decoded', 400, () => get('/organisations/%ff', bearer)],
    ['what is no HTTP', 400, () => sendText(service.origin, 'hello\r\n\r\n')],
    ['headers that are too large', 431, () => get('/organisations', ['X-Large', 'x'.repeat(20_000)])],
    ['the Notify API', 200, () => get('/organisation', ['Authorization', `Bearer ${developmentApiKey}`])],
    ['its errors', 401, () => get('/organisation')],
    ['health', 200, () => get('/health/live')],
    ['metrics', 200, () => get('/metrics')],
    ['a document', 200, () => get('/openapi/directory.json')],
    ['Swagger UI', 200, () => get('/docs')],
    ['a file of Swagger UI', 200, () => get('/docs/swagger-ui.css')],
    ['nothing below it', 404, () => get('/docs/nothing')],
    ['a browser at the root', 303, () => get('/', ['Accept', 'text/html'])],
    ['the console', 200, () => get('/console/')],
    ['a page of the console', 200, () => get('/console/organisations/one')],
    ['the console without its slash', 308, () => get('/console')],
    ['a file of the console', 200, () => get('/console/favicon.svg')],
    ['no file of the console', 404, () => get('/console/assets/nothing.js')],
    ['its icon', 200, () => get('/favicon.ico')],
    ['the metadata of the resource', 200, () => get('/.well-known/oauth-protected-resource')],
  ];

  it.each(answers)('are present on the response to %s (%i)', async (_what, status, ask) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expectGuarded(answer);
  });

  it('forbid shared caches for requests with a token, and all caches for errors and changes', async () => {
    const kept = async (ask: Promise<Answer>): Promise<string | null> =>
      (await ask).headers.get('cache-control');
    expect(await kept(get('/organisations/one', bearer))).toBe('private, no-cache');
    expect(await kept(get('/organisations', bearer))).toBe('private, no-cache');
    expect(await kept(get('/organisations/one/history', bearer))).toBe('private, no-cache');
    expect(await kept(get('/organisations/absent', bearer))).toBe('no-store');
    expect(await kept(get('/organisations'))).toBe('no-store');
    const created = await service.as(admin).post('/organisations', anOrganisationBody());
    expect(created.headers.get('cache-control')).toBe('no-store');
    expect(await kept(service.as(null).get('/organisations/export/open-data'))).toBe('public, no-cache');
  });

  it('let Swagger UI run only the files of this service', async () => {
    const answer = await get('/docs');
    const told = answer.headers.get('content-security-policy') ?? '';
    expect(told).toMatch(/script-src 'self'(;|$)/);
    expect(told).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|\*/);
    expect(told).toContain(`connect-src 'self' ${service.issuer.url}`);
    expect((await get('/organisations', bearer)).headers.get('content-security-policy')).toBe(policy);
  });

  it('let the console run only the files of this service, and style itself by them', async () => {
    const policy = (await get('/console/')).headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'self'; style-src 'self';/);
    expect(policy).not.toMatch(/unsafe|\*|https:(?!\/)/);
  });

  it('enable HSTS only if a trusted proxy says that it terminates TLS', async () => {
    const asked = async (forwarded?: string): Promise<string | null> => {
      const headers: Header[] = forwarded === undefined ? [bearer] : [bearer, ['Forwarded', forwarded]];
      return (await get('/organisations', ...headers)).headers.get('strict-transport-security');
    };
    expect(await asked('for=192.0.2.1;proto=https')).toBe('max-age=31536000; includeSubDomains');
    expect(await asked('for=192.0.2.1; proto="HTTPS", for=198.51.100.1')).toBe(
      'max-age=31536000; includeSubDomains',
    );
    expect(await asked('for=192.0.2.1;proto=http')).toBeNull();
    expect(await asked('for="proto=https"')).toBeNull();
    expect(await asked()).toBeNull();
  });

  it('do not enable HSTS for an untrusted peer', async () => {
    const sibling = await service.startSibling({ TRUSTED_PROXIES: '192.0.2.1' });
    try {
      const answer = await sendRequest(sibling.origin, {
        headers: [bearer, ['Forwarded', 'for=192.0.2.1;proto=https']],
      });
      expect(answer.status).toBe(200);
      expect(answer.headers.has('strict-transport-security')).toBe(false);
    } finally {
      await sibling.close();
    }
  });
});
