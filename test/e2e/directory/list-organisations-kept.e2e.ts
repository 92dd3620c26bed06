import { startApp, type TestApp } from '../../support/app.js';
import {
  aFlag,
  anAdminUser,
  anOrganisation,
  anOrganisationBody,
} from '../../support/builders/organisation.js';
import { passSeconds } from '../../support/clock.js';
import { admin, software, user } from '../../support/identities.js';

interface PageBody {
  readonly content: readonly { OrganisationId: string; OrganisationName: string; Flags: { Id: string }[] }[];
  readonly totalSize: number;
}

describe.each([
  ['with pages kept', {}],
  ['with no page kept', { PAGE_CACHE_MB: '0' }],
])('repeated GET /organisations, %s', (_, settings) => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp(settings);
    for (const id of ['org-1', 'org-2', 'org-3']) {
      await anOrganisation(service.database, { organisation_id: id, organisation_name: `Bank ${id}` });
    }
    await aFlag(service.database, { flag_id: 'open', value: 'Open', access_level: 0 }, ['org-1']);
    await aFlag(service.database, { flag_id: 'secret', value: 'Secret', access_level: 2 }, ['org-1']);
    await anAdminUser(service.database, 'org-2', 'admin@bank.example');
  });
  afterAll(() => service.close());

  const pageOf = async (identity: Parameters<TestApp['as']>[0], query = ''): Promise<PageBody> => {
    const answer = await service.as(identity).get(`/organisations${query}`);
    expect(answer.status).toBe(200);
    return answer.body as PageBody;
  };

  it('returns the same bytes and ETag, and 304 when If-None-Match has that ETag', async () => {
    const answers = [];
    for (let time = 0; time < 3; time += 1) answers.push(await service.as(software).get('/organisations'));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    const tag = answers[0]?.headers.get('etag') ?? '';
    const known = await service.as(software).get('/organisations', { headers: { 'if-none-match': tag } });
    expect([known.status, known.text, known.headers.get('content-encoding')]).toEqual([304, '', null]);
  });

  it('returns plain and compressed forms of the same page, each with its own ETag', async () => {
    const client = service.as(software);
    const plain = await client.get('/organisations', { headers: { 'accept-encoding': 'identity' } });
    const compressed = await client.get('/organisations', { headers: { 'accept-encoding': 'gzip' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(compressed.headers.get('content-encoding')).toBe('gzip');
    expect(compressed.text).toBe(plain.text);
    const tag = plain.headers.get('etag') ?? '';
    expect(compressed.headers.get('etag')).toBe(tag.replace(/"$/, '-gzip"'));
    for (const answer of [plain, compressed]) expect(answer.headers.get('vary')).toMatch(/accept-encoding/i);
  });

  it.each(['gzip;q=0', 'br', 'identity;q=1, *;q=0'])(
    'is not compressed for Accept-Encoding %s',
    async (accepted) => {
      const answer = await service
        .as(software)
        .get('/organisations', { headers: { 'accept-encoding': accepted } });
      expect([answer.status, answer.headers.get('content-encoding')]).toEqual([200, null]);
    },
  );

  it('shows each caller their own organisations and flags at the same URL', async () => {
    const flagsOfFirst = (page: PageBody): string[] => page.content[0]?.Flags.map((flag) => flag.Id) ?? [];
    for (let time = 0; time < 2; time += 1) {
      expect(flagsOfFirst(await pageOf(admin))).toEqual(['open', 'secret']);
      expect(flagsOfFirst(await pageOf(software))).toEqual(['open']);
      expect(flagsOfFirst(await pageOf({ ...software, flag_access_level: 2 }))).toEqual(['open', 'secret']);
      expect((await pageOf(user('admin@bank.example'))).content.map((item) => item.OrganisationId)).toEqual([
        'org-2',
      ]);
      expect((await pageOf(user('nobody@bank.example'))).totalSize).toBe(0);
    }
  });

  it('shows a change of an organisation, a flag or an administrator immediately', async () => {
    await pageOf(software);
    await service.as(admin).put('/organisations/org-3', anOrganisationBody({ OrganisationName: 'Renamed' }));
    expect((await pageOf(software)).content[2]).toMatchObject({ OrganisationName: 'Renamed' });

    const flag = {
      Name: 'Company kind',
      Value: 'Opened',
      Type: 'Organisation',
      Status: 'Active',
      AccessLevel: 0,
      Cascade: false,
    };
    await service.as(admin).put('/references/flags/open', flag);
    expect((await pageOf(software)).content[0]?.Flags).toMatchObject([{ Value: 'Opened' }]);

    const theirs = user('admin@bank.example');
    expect((await pageOf(theirs)).totalSize).toBe(1);
    await service.as(admin).put('/organisations/org-2/adminusers/admin@bank.example', { Status: 'Inactive' });
    expect((await pageOf(theirs)).totalSize).toBe(0);
  });

  it('shows a change made directly in the database that increments the revision', async () => {
    await pageOf(software);
    await service.database.query(
      `UPDATE directory.organisation SET city = 'Leeds', revision = revision + 1 WHERE organisation_id = 'org-1'`,
    );
    expect((await pageOf(software)).content[0]).toMatchObject({ City: 'Leeds' });
  });
});

describe('a token that was verified before', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  const statusOf = async (token: string): Promise<number> => {
    const answer = await fetch(`${service.origin}/organisations`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await answer.arrayBuffer();
    return answer.status;
  };

  it('is rejected from the moment it expires', async () => {
    passSeconds(0);
    const token = await service.issuer.token({ ...software, exp: Math.floor(Date.now() / 1_000) + 2 });
    expect(await statusOf(token)).toBe(200);
    passSeconds(1);
    expect(await statusOf(token)).toBe(200);
    passSeconds(1);
    expect(await statusOf(token)).toBe(401);
    jest.useRealTimers();
  });

  it('does not validate a token that differs only in its signature', async () => {
    const token = await service.issuer.token(software);
    expect(await statusOf(token)).toBe(200);
    const [header, payload, signature = ''] = token.split('.');
    const other = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
    expect(await statusOf(`${header}.${payload}.${other}`)).toBe(401);
  });
});
