import { gunzipSync } from 'node:zlib';
import { Database } from '../../../src/database/database.js';
import { DatabaseUnreachable } from '../../../src/database/database-errors.js';
import { type Sibling, startApp, type TestApp } from '../../support/app.js';
import {
  aFlag,
  anOrganisation,
  anOrganisationBody,
  aPublishedOrganisation,
} from '../../support/builders/organisation.js';
import {
  bytesOf,
  type Download,
  fillWithLongTexts,
  startDownload as startAt,
  untilNoSnapshots,
} from '../../support/download.js';
import { admin, software } from '../../support/identities.js';

const path = '/organisations/export/open-data';
const plain = { headers: { 'accept-encoding': 'identity' } };

const startDownload = (
  { origin }: Pick<TestApp, 'origin'>,
  headers: Record<string, string> = {},
): Promise<Download> => startAt(`${origin}${path}`, headers);

describe('GET /organisations/export/open-data', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
    const { database } = service;
    const statuses = { é: 'Active', a: 'Active', B: 'Active', pending: 'Pending', gone: 'Withdrawn' };
    for (const [organisation_id, status] of Object.entries(statuses)) {
      await anOrganisation(database, { organisation_id, status });
    }
    const flags = [
      { flag_id: 'f-1', name: 'b', value: 'é' },
      { flag_id: 'f-2', name: 'b', value: 'z' },
      { flag_id: 'f-3', name: 'b', value: 'Z' },
      { flag_id: 'f-4', name: '10', value: 'x' },
      { flag_id: 'f-5', name: '9', value: 'x' },
      { flag_id: 'f-6', name: '__proto__', value: '"x"' },
      { flag_id: 'f-7', name: 'secret', value: 'x', access_level: 1 },
    ];
    for (const flag of flags) await aFlag(database, flag, ['B']);
  });
  afterAll(() => service.close());

  const fields = (id: string): string =>
    JSON.stringify(aPublishedOrganisation({ OrganisationId: id })).slice(0, -1);

  it('returns the Active organisations ordered by the bytes of their ids, one per line, with their public flags', async () => {
    const answer = await service.as(null).get(path, plain);
    const flags = '{"10":["x"],"9":["x"],"__proto__":["\\"x\\""],"b":["Z","z","é"]}';
    expect([answer.status, answer.text]).toEqual([
      200,
      `[\n${fields('B')},"Flags":${flags}},\n${fields('a')},"Flags":{}},\n${fields('é')},"Flags":{}}\n]\n`,
    ]);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('public, no-cache');
    expect(answer.headers.get('vary')).toBe('accept-encoding');
  });

  it('returns the same bytes and strong ETag for the same data to every caller', async () => {
    const one = await service.as(null).get(path, plain);
    const other = await service.as(admin).get(path, plain);
    expect([one.text, one.headers.get('etag')]).toEqual([other.text, other.headers.get('etag')]);
    expect(one.headers.get('etag')).toMatch(/^"[A-Za-z0-9_-]{27}"$/);
  });

  it('answers 304 without a body when If-None-Match has the ETag, and releases the connection', async () => {
    const etag = (await service.as(null).get(path, plain)).headers.get('etag') ?? '';
    const headers = { 'if-none-match': `"other", ${etag}` };
    const answer = await service.as(null).get(path, { headers });
    expect([
      answer.status,
      answer.text,
      answer.headers.get('etag'),
      answer.headers.get('cache-control'),
    ]).toEqual([304, '', etag, 'public, no-cache']);
    await untilNoSnapshots(service);
  });

  it('returns the compressed form with its own ETag, which the 304 repeats', async () => {
    const identity = await service.as(null).get(path, plain);
    const { answer } = await startDownload(service, { 'accept-encoding': 'gzip' });
    const gzipTag = `${identity.headers.get('etag')?.slice(0, -1) ?? ''}-gzip"`;
    expect([answer.headers['content-encoding'], answer.headers.etag, answer.headers.vary]).toEqual([
      'gzip',
      gzipTag,
      'accept-encoding',
    ]);
    expect(gunzipSync(await bytesOf(answer)).toString()).toBe(identity.text);
    const known = await service.as(null).get(path, { headers: { 'if-none-match': gzipTag } });
    expect([known.status, known.headers.get('etag')]).toEqual([304, gzipTag]);
  });

  it('answers HEAD with the headers of GET, and releases the connection', async () => {
    const read = await service.as(null).get(path, plain);
    const answer = await service.as(null).send('HEAD', path, plain);
    expect([answer.status, answer.text, answer.headers.get('etag')]).toEqual([
      200,
      '',
      read.headers.get('etag'),
    ]);
    expect(answer.headers.get('content-length')).toBeNull();
    await untilNoSnapshots(service);
  });

  it.each<[string, () => Promise<unknown>]>([
    [
      'an organisation changes',
      () => service.as(admin).put('/organisations/a', anOrganisationBody({ City: 'Leeds' })),
    ],
    [
      'an organisation is no longer Active',
      () => service.as(admin).put('/organisations/a', anOrganisationBody({ Status: 'Pending' })),
    ],
    [
      'an organisation is created',
      () => service.as(admin).post('/organisations', anOrganisationBody({ OrganisationId: 'new' })),
    ],
    [
      'an organisation gets a flag',
      () => service.as(admin).put('/organisations/B', anOrganisationBody({ Flags: ['f-1'] })),
    ],
    [
      'a flag is renamed',
      () =>
        service.as(admin).put('/references/flags/f-1', {
          Name: 'renamed',
          Value: 'é',
          Type: 'Organisation',
          Status: 'Active',
          AccessLevel: 0,
          Cascade: false,
        }),
    ],
    [
      'a row is changed past the API',
      () =>
        service.database.query(`UPDATE directory.organisation SET city = 'York' WHERE organisation_id = 'B'`),
    ],
  ])('has another ETag once %s', async (_, change) => {
    const before = await service.as(null).get(path, plain);
    await change();
    const after = await service.as(null).get(path, plain);
    expect(after.text).not.toBe(before.text);
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
  });

  it('keeps its ETag when only hidden data changes', async () => {
    const before = await service.as(null).get(path, plain);
    await service
      .as(admin)
      .put('/organisations/pending', anOrganisationBody({ Status: 'Pending', City: 'Leeds' }));
    await service.as(admin).post('/organisations/B/adminusers', { UserEmail: 'anna@bank.example' });
    const after = await service.as(null).get(path, plain);
    expect([after.text, after.headers.get('etag')]).toEqual([before.text, before.headers.get('etag')]);
  });

  it('rejects an invalid token', async () => {
    const answer = await service.as(null).get(path, { headers: { authorization: 'Bearer nonsense' } });
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringContaining('error="invalid_token"') as string,
    ]);
  });

  it('accepts no parameters', async () => {
    const answer = await service.as(null).get(`${path}?page=1`);
    expect([answer.status, answer.body]).toEqual([
      400,
      { errors: ['page is not a known parameter; there are none here'] },
    ]);
  });

  it('is read-only', async () => {
    const answer = await service.as(admin).send('POST', path, { body: {} });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('GET /organisations/export/open-data with non-public participants', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp({ PARTICIPANTS_PUBLIC: 'false' });
  });
  afterAll(() => service.close());

  it('requires a token', async () => {
    const answer = await service.as(null).get(path);
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="organisations-directory"',
    ]);
  });

  it('returns an empty array for private caches when there are no organisations', async () => {
    const answer = await service.as(software).get(path, plain);
    expect([answer.status, answer.text, answer.headers.get('cache-control')]).toEqual([
      200,
      '[]\n',
      'private, no-cache',
    ]);
  });
});

describe('GET /organisations/export/open-data of a large directory', () => {
  const count = 1_500;
  const idsIn = (bytes: Buffer): string[] =>
    (JSON.parse(bytes.toString()) as { OrganisationId: string }[]).map(
      ({ OrganisationId }) => OrganisationId,
    );
  let service: TestApp;
  /** Its statements time out after 3 s. */
  let hasty: Sibling;
  beforeAll(async () => {
    service = await startApp({ DATABASE_POOL_SIZE: '2' });
    hasty = await service.startSibling({ DATABASE_TIMEOUT_MS: '3000' });
    await fillWithLongTexts(service, count);
  });
  afterAll(async () => {
    await hasty.close();
    await service.close();
  });

  it('returns every organisation once, in order', async () => {
    const ids = idsIn(await bytesOf((await startDownload(service)).answer));
    expect(ids).toHaveLength(count);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it('returns one snapshot despite changes during the download', async () => {
    const whole = await startDownload(service);
    const bytes = await bytesOf(whole.answer);
    const { answer } = await startDownload(service);
    await service.database.query(
      `UPDATE directory.organisation SET city = 'Leeds' WHERE organisation_id > 'many-0008'`,
    );
    expect(bytes.equals(await bytesOf(answer))).toBe(true);
    expect(answer.headers.etag).toBe(whole.answer.headers.etag);
  });

  it('is not subject to the statement timeout while its reader is slow', async () => {
    const { answer } = await startDownload(hasty);
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    expect(idsIn(await bytesOf(answer))).toHaveLength(count);
  });

  it('leaves connections for other requests while its reader is slow', async () => {
    const { request, answer } = await startDownload(service);
    const others = await Promise.all(
      Array.from({ length: 6 }, () => service.as(admin).get('/organisations?size=1')),
    );
    expect(others.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    answer.on('error', () => undefined);
    request.destroy();
    await untilNoSnapshots(service);
  });

  it('answers 504 above the max number of downloads, and accepts one after a reader disconnects', async () => {
    const { request, answer } = await startDownload(hasty);
    const refused = await hasty.as(null).get(path);
    expect([refused.status, refused.body]).toEqual([
      504,
      { errors: ['The directory did not get an answer in time; try again later.'] },
    ]);
    answer.on('error', () => undefined);
    request.destroy();
    expect((await hasty.as(null).send('HEAD', path)).status).toBe(200);
  });

  it.each(['identity', 'gzip'])(
    'answers 504 without an ETag when the database is slow before the first byte (%s)',
    async (coding) => {
      await hasty.as(null).send('HEAD', path);
      const operator = new Database({ url: service.database.url, poolSize: 1, timeoutMs: 60_000 });
      await operator.transaction(async (transaction) => {
        await transaction.query('LOCK TABLE directory.organisation_flag IN ACCESS EXCLUSIVE MODE');
        const answer = await hasty.as(null).get(path, { headers: { 'accept-encoding': coding } });
        expect([
          answer.status,
          answer.body,
          answer.headers.get('etag'),
          answer.headers.get('content-encoding'),
        ]).toEqual([
          504,
          { errors: ['The directory did not get an answer in time; try again later.'] },
          null,
          null,
        ]);
      });
      await operator.onApplicationShutdown();
    },
  );

  it.each(['identity', 'gzip'])(
    'closes the connection when the database fails in mid-stream (%s)',
    async (coding) => {
      const { answer } = await startDownload(service, { 'accept-encoding': coding });
      await service.database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'organisations-directory' AND xact_start IS NOT NULL`,
      );
      await expect(bytesOf(answer)).rejects.toThrow('aborted');
      expect((await service.as(null).send('HEAD', path)).status).toBe(200);
    },
  );
});

describe('a connection that breaks during a transaction', () => {
  it('ends the transaction, not the process', async () => {
    const service = await startApp();
    const database = new Database({ url: service.database.url, poolSize: 1, timeoutMs: 2_000 });
    const cut = database.transaction(async (transaction) => {
      const [row] = await transaction.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await service.database.query('SELECT pg_terminate_backend($1, 1000)', [row?.pid]);
      await transaction.query('SELECT 1');
    });
    await expect(cut).rejects.toThrow(DatabaseUnreachable);
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await database.onApplicationShutdown();
    await service.close();
  });
});
