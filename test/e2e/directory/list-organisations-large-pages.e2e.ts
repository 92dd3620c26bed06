import { once } from 'node:events';
import type { Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { Database } from '../../../src/database/database.js';
import type { Answer } from '../../support/answer.js';
import { startApp, type TestApp } from '../../support/app.js';
import { aFlag, anAdminUser, anOrganisationBody } from '../../support/builders/organisation.js';
import type { Identity } from '../../support/client.js';
import {
  bytesOf,
  type Download,
  fillWithLongTexts,
  startDownload,
  untilNoSnapshots,
} from '../../support/download.js';
import { expectErrors, sentencesOf } from '../../support/framing.js';
import { admin, software, superUser, user } from '../../support/identities.js';
import { until } from '../../support/until.js';

const total = 2_600;
const plain = { headers: { 'accept-encoding': 'identity' } };

interface PageBody {
  readonly content: readonly { OrganisationId: string; City: string }[];
  readonly totalSize: number;
}

/** The bytes of the organisations on a page, and of what follows them. */
function partsOf({ text }: Answer): { organisations: string; envelope: string } {
  const end = text.lastIndexOf('],"totalPages"');
  return { organisations: text.slice('{"content":['.length, end), envelope: text.slice(end) };
}

describe('a page of more than 1,000 organisations', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
    await service.database.query(`
      INSERT INTO directory.organisation (organisation_id, status, organisation_name, created_on, legal_entity_name,
        country_of_registration, company_register, registration_number, address_line1, city, postcode, country, size)
      SELECT 'o' || n, CASE WHEN n % 5 = 0 THEN 'Pending' ELSE 'Active' END, 'Name ' || n % 7,
        '2024-01-01'::timestamptz + (n % 100) * interval '1 day', 'Same', 'GB', 'CH', '1', '1 Street',
        CASE WHEN n % 3 = 0 THEN 'Zürich' ELSE 'London' END, 'N1 1AA', 'GB', CASE WHEN n % 2 = 0 THEN 'Large' END
      FROM generate_series(1, ${total}) n`);
    await aFlag(service.database, { flag_id: 'shown', name: 'a' }, ['o1', 'o2', 'o2600']);
    await aFlag(service.database, { flag_id: 'secret', name: 'b', access_level: 5 }, ['o1', 'o3']);
    await service.database.query(`
      INSERT INTO directory.admin_user (organisation_id, user_email, status)
      SELECT 'o' || n, 'ann@bank.example', 'Active' FROM generate_series(1, 1500) n`);
    await anAdminUser(service.database, 'o2000', 'bob@bank.example');
  });
  afterAll(() => service.close());

  /** The concatenated bytes of the organisations on pages of 1,000. */
  const onSmallPages = async (
    caller: Identity,
    query: string,
  ): Promise<{ organisations: string; size: number }> => {
    const pages: Answer[] = [];
    let size = Infinity;
    for (let page = 0; page * 1_000 < size; page += 1) {
      const answer = await service.as(caller).get(`/organisations?size=1000&page=${page}${query}`);
      size = (answer.body as PageBody).totalSize;
      pages.push(answer);
    }
    const organisations = pages.map((page) => partsOf(page).organisations).filter((part) => part !== '');
    return { organisations: organisations.join(','), size };
  };

  it.each<[string, Identity, string]>([
    ['in the default order', admin, ''],
    ['in an order with ties', software, '&sort=OrganisationName'],
    ['in a descending order of two fields', software, '&sort=City,desc&sort=Size'],
    ['in an order without an index', software, '&sort=AddressLine1'],
    ['of Active organisations', admin, '&hideInactive=true'],
    ['of a common search', admin, '&filterBy=zurich'],
    ['of a search with few matches', admin, '&filterBy=o2600'],
    ['of a search without matches', admin, '&filterBy=nothing'],
    ['of a user for an operator', superUser, '&displayMine=ann@bank.example'],
    ['of a user of the website', user('ann@bank.example'), '&sort=Country,desc'],
    ['of a user with a higher clearance', user('ann@bank.example', { flag_access_level: 5 }), ''],
    ['of a user with one organisation', user('bob@bank.example'), ''],
  ])('%s has the bytes of the pages of 1,000', async (_, caller, query) => {
    const { organisations, size } = await onSmallPages(caller, query);
    const large = await service.as(caller).get(`/organisations?size=50000${query}`, plain);
    expect(large.status).toBe(200);
    expect(partsOf(large).organisations).toBe(organisations);
    expect(large.body).toMatchObject({
      totalSize: size,
      totalPages: Math.min(size, 1),
      numberOfElements: size,
      size: 50_000,
      offset: 0,
      empty: size === 0,
      pageNumber: 0,
    });
  });

  it.each([
    [0, 1_001, 'first', 'next'],
    [1, 1_001, 'prev', 'next'],
    [2, 598, 'prev', 'last'],
  ])('has its place among pages of its size: page %i holds %i', async (page, count, ...relations) => {
    const answer = await service.as(admin).get(`/organisations?size=1001&page=${page}`, plain);
    const small = await service.as(admin).get(`/organisations?size=1&page=${page * 1_001}`);
    const { content } = answer.body as PageBody;
    expect(content).toHaveLength(count);
    expect(content[0]).toEqual((small.body as PageBody).content[0]);
    for (const relation of relations) expect(answer.headers.get('link')).toContain(`rel="${relation}"`);
    expect(answer.body).toMatchObject({ offset: page * 1_001, numberOfElements: count, totalPages: 3 });
  });

  it('is empty past the end', async () => {
    const answer = await service.as(admin).get('/organisations?size=50000&page=7', plain);
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { content: [], totalSize: total, numberOfElements: 0, empty: true, offset: 350_000 },
    ]);
    expect(answer.headers.get('link')).toContain('page=0>; rel="prev"');
  });

  it('has the same envelope as a page of 1,000, in the same order', async () => {
    const keys = (size: number): Promise<string[]> =>
      service
        .as(admin)
        .get(`/organisations?size=${size}`)
        .then(({ body }) => Object.keys(body as object));
    expect(await keys(1_001)).toEqual(await keys(1_000));
  });

  it('is streamed without Content-Length and with a weak ETag; a page of 1,000 has both, the tag strong', async () => {
    const large = await service.as(admin).get('/organisations?size=1001', plain);
    const small = await service.as(admin).get('/organisations?size=1000', plain);
    expect([large, small].map(({ headers }) => headers.has('content-length'))).toEqual([false, true]);
    expect(large.headers.get('etag')).toMatch(/^W\/"[\w-]{27}"$/);
    expect(small.headers.get('etag')).toMatch(/^"[\w-]{27}"$/);
    expect(large.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(large.headers.get('cache-control')).toBe('private, no-cache');
  });

  it('is compressed for a client that accepts gzip', async () => {
    const url = `${service.origin}/organisations?size=50000`;
    const headers = {
      authorization: `Bearer ${await service.issuer.token(admin)}`,
      'accept-encoding': 'gzip',
    };
    const { answer } = await startDownload(url, headers);
    const identity = await service.as(admin).get('/organisations?size=50000', plain);
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(await bytesOf(answer)).toString()).toBe(identity.text);
  });

  it.each(['identity', 'gzip'])(
    'answers 304 to its own ETag until something changes (%s), and gives the snapshot back',
    async (coding) => {
      const target = '/organisations?size=2000&sort=City';
      const headers = { 'accept-encoding': coding };
      const read = (): Promise<Answer> => service.as(admin).get(target, { headers });
      const etag = (await read()).headers.get('etag') ?? '';
      const known = await service.as(admin).get(target, { headers: { ...headers, 'if-none-match': etag } });
      expect([known.status, known.text]).toEqual([304, '']);
      await untilNoSnapshots(service);
      const City = coding === 'gzip' ? 'Leeds' : 'York';
      await service.as(admin).put('/organisations/o7', anOrganisationBody({ City, Status: 'Active' }));
      const changed = await service.as(admin).get(target, { headers: { ...headers, 'if-none-match': etag } });
      expect(changed.status).toBe(200);
      expect(changed.headers.get('etag')).not.toBe(etag);
      expect(changed.text).toContain(`"City":"${City}"`);
    },
  );

  it('has another ETag for another clearance', async () => {
    const tagFor = async (level: number): Promise<string | null> => {
      const ann = user('ann@bank.example', { flag_access_level: level });
      return (await service.as(ann).get('/organisations?size=2000')).headers.get('etag');
    };
    expect(await tagFor(5)).not.toBe(await tagFor(0));
  });

  it('answers HEAD with the headers of GET, and gives the snapshot back', async () => {
    const read = await service.as(admin).get('/organisations?size=2000', plain);
    const answer = await service.as(admin).send('HEAD', '/organisations?size=2000', plain);
    expect([answer.status, answer.text]).toEqual([200, '']);
    for (const name of ['etag', 'link', 'content-type'])
      expect(answer.headers.get(name)).toBe(read.headers.get(name));
    await untilNoSnapshots(service);
  });

  it.each([
    ['/organisations?size=50001', 'size must be a whole number from 1 to 50000'],
    ['/references/flags?size=1001', 'size must be a whole number from 1 to 1000'],
    ['/organisations/o1/history?size=1001', 'size must be a whole number from 1 to 1000'],
  ])('is rejected as %s', async (target, sentence) => {
    const answer = await service.as(admin).get(target);
    expectErrors(answer, 400);
    expect(sentencesOf(answer)).toEqual([sentence]);
  });

  it('gets 403 for another address in displayMine', async () => {
    const bob = service.as(user('bob@bank.example'));
    expectErrors(await bob.get('/organisations?size=2000&displayMine=ann@bank.example'), 403);
  });
});

describe('large pages whose reader is slow', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp({ DATABASE_POOL_SIZE: '2' });
    await fillWithLongTexts(service, 1_500);
  });
  afterAll(() => service.close());

  const start = async (): Promise<Download> =>
    startDownload(`${service.origin}/organisations?size=50000`, {
      authorization: `Bearer ${await service.issuer.token(admin)}`,
    });
  const drop = async ({ request, answer }: Download): Promise<void> => {
    answer.on('error', () => undefined);
    request.destroy();
    await untilNoSnapshots(service);
  };

  it('show one snapshot despite changes during the download', async () => {
    const before = await bytesOf((await start()).answer);
    const { answer } = await start();
    await service.database.query(`UPDATE directory.organisation SET city = 'Leeds'`);
    await service.database.query(`DELETE FROM directory.organisation WHERE organisation_id = 'many-001500'`);
    expect((await bytesOf(answer)).equals(before)).toBe(true);
    const after = JSON.parse((await bytesOf((await start()).answer)).toString()) as PageBody;
    const cities = new Set(after.content.map(({ City }) => City));
    expect([after.totalSize, ...cities]).toEqual([1_499, 'Leeds']);
  });

  it('get 503 with Retry-After above the max number, and 200 after the reader has gone', async () => {
    const download = await start();
    const refused = await service.as(admin).get('/organisations?size=50000');
    expectErrors(refused, 503);
    expect([sentencesOf(refused), refused.headers.get('retry-after')]).toEqual([
      [
        'Pages of more than 1000 organisations are read 1 at a time, and all places are taken. Try again in 5 seconds, or ask for pages of at most 1000.',
      ],
      '5',
    ]);
    await drop(download);
    expect((await service.as(admin).get('/organisations?size=50000')).status).toBe(200);
  });

  it('leave connections for small pages and for the participants file', async () => {
    const download = await start();
    const targets = [
      ...Array.from({ length: 4 }, () => '/organisations?size=1'),
      '/organisations/export/open-data',
    ];
    const others = await Promise.all(targets.map((target) => service.as(admin).get(target)));
    expect(others.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    await drop(download);
  });

  it('are ended when the reader takes nothing for 30 seconds', async () => {
    const server = service.app.getHttpServer();
    const connected = once(server, 'connection') as Promise<[Socket]>;
    const { answer } = await start();
    const [socket] = await connected;
    expect(socket.timeout).toBe(30_000);
    socket.emit('timeout');
    await expect(bytesOf(answer)).rejects.toThrow('aborted');
    await untilNoSnapshots(service);
    expect((await service.as(admin).get('/organisations?size=50000')).status).toBe(200);
  });

  it('are ended when the database fails in mid-stream, and the next one succeeds', async () => {
    const { answer } = await start();
    await service.database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'organisations-directory' AND xact_start IS NOT NULL`,
    );
    await expect(bytesOf(answer)).rejects.toThrow('aborted');
    // The reader sees the end a moment before the service has freed the place.
    await until('a page in the freed place', async () => {
      const { status } = await service.as(admin).get('/organisations?size=50000');
      return status === 200 ? true : null;
    });
  });

  it('get 504 without an ETag when the database is slow before the first byte, and free their place', async () => {
    const operator = new Database({ url: service.database.url, poolSize: 1, timeoutMs: 60_000 });
    const hasty = await service.startSibling({ DATABASE_TIMEOUT_MS: '500' });
    await operator.transaction(async (transaction) => {
      await transaction.query('LOCK TABLE directory.organisation_flag IN ACCESS EXCLUSIVE MODE');
      const answer = await hasty.as(admin).get('/organisations?size=50000');
      expectErrors(answer, 504);
      expect(answer.headers.get('etag')).toBeNull();
    });
    await operator.onApplicationShutdown();
    expect((await hasty.as(admin).get('/organisations?size=50000')).status).toBe(200);
    await hasty.close();
  });
});
