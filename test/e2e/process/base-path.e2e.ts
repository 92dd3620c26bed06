import { startApp, type TestApp } from '../../support/app.js';
import { anOrganisation, anOrganisationBody } from '../../support/builders/organisation.js';
import { admin } from '../../support/identities.js';

describe('PUBLIC_ORIGINS with a base path that the proxy strips', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp({
      TRUSTED_PROXIES: '127.0.0.1',
      PUBLIC_ORIGINS: 'https://api.example.com/directory,https://plain.example,https://other.example/a/b/',
    });
    for (const id of ['one', 'two', 'three']) await anOrganisation(service.database, { organisation_id: id });
  });
  afterAll(() => service.close());

  const linkOf = async (path: string, headers: Record<string, string> = {}): Promise<string | null> =>
    (await service.as(admin).get(path, { headers })).headers.get('link');

  it('puts the base path into each URL of Link', async () => {
    expect(await linkOf('/organisations?size=1&page=1')).toBe(
      [
        '</directory/organisations?size=1&page=0>; rel="first"',
        '</directory/organisations?size=1&page=0>; rel="prev"',
        '</directory/organisations?size=1&page=2>; rel="next"',
        '</directory/organisations?size=1&page=2>; rel="last"',
      ].join(', '),
    );
  });

  it('puts the base path into the Link of a streamed page', async () => {
    expect(await linkOf('/organisations?size=1001')).toBe(
      '</directory/organisations?size=1001&page=0>; rel="first", </directory/organisations?size=1001&page=0>; rel="last"',
    );
  });

  it.each([
    ['api.example.com', '/directory'],
    ['plain.example', ''],
    ['other.example', '/a/b'],
    ['unknown.example', '/directory'],
  ])('chooses the base path by the host of Forwarded: %s has "%s"', async (host, basePath) => {
    const headers = { forwarded: `for=198.51.100.1;proto=https;host=${host}` };
    expect(await linkOf('/references/flags', headers)).toMatch(`<${basePath}/references/flags?page=0>`);
  });

  it('puts the base path into the Location of each new resource', async () => {
    const client = service.as(admin);
    const organisation = await client.post('/organisations', anOrganisationBody({ OrganisationId: 'a/b' }));
    expect(organisation.headers.get('location')).toBe('/directory/organisations/a%2Fb');
    const user = await client.post('/organisations/a%2Fb/adminusers', { UserEmail: 'ada@example.com' });
    expect(user.headers.get('location')).toBe('/directory/organisations/a%2Fb/adminusers/ada%40example.com');
  });

  it('puts the base path into the Link of the Notify API', async () => {
    const answer = await service.notify.get('/organisation?page=1');
    expect(answer.headers.get('link')).toContain(
      '</directory/organisation?page=1&page_size=50>; rel="first"',
    );
  });

  it.each(['directory', 'notify'])(
    'names each base path as a server in the OpenAPI document %s',
    async (api) => {
      const document = await (await fetch(`${service.origin}/openapi/${api}.json`)).json();
      expect(document).toMatchObject({ servers: [{ url: '/directory' }, { url: '/' }, { url: '/a/b' }] });
    },
  );
});
