import { type JsonWebKey } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flattenedVerify, importJWK } from 'jose';
import { Database } from '../../../src/database/database.js';
import { startApp, type TestApp } from '../../support/app.js';
import { anOrganisation, anOrganisationBody } from '../../support/builders/organisation.js';
import { untilNoSnapshots } from '../../support/download.js';
import { admin, software } from '../../support/identities.js';
import { aKeyFile, aSigningKey, pemOf, readJws, type ReadJws } from '../../support/signing-key.js';

const file = '/organisations/export/open-data';
const signature = `${file}.jws`;
const keySet = '/.well-known/directory-keys';
const plain = { headers: { 'accept-encoding': 'identity' } };

type Keys = (JsonWebKey & { readonly kid: string })[];

const keysOf = async (service: Pick<TestApp, 'as'>): Promise<Keys> =>
  ((await service.as(null).get(keySet)).body as { keys: Keys }).keys;

/** Reads the file, its signature and the keys as a client does, without a token. */
async function checked(service: Pick<TestApp, 'as'>): Promise<ReadJws & { readonly jws: string }> {
  const { text } = await service.as(null).get(file, plain);
  const { text: jws } = await service.as(null).get(signature);
  return { ...readJws(jws, await keysOf(service), Buffer.from(text)), jws };
}

let service: TestApp;
beforeAll(async () => {
  service = await startApp();
  await anOrganisation(service.database, { organisation_id: 'a', city: 'Zürich 🏦' });
});
afterAll(() => service.close());

describe('GET /organisations/export/open-data.jws', () => {
  it('is a detached JWS over the bytes of the file, verified without a library', async () => {
    const etag = (await service.as(null).get(file, plain)).headers.get('etag');
    const { header, payload, isValid } = await checked(service);
    expect([isValid, payload]).toEqual([true, '']);
    expect(header).toEqual({
      alg: 'ES256',
      kid: (await keysOf(service))[0]?.kid,
      b64: false,
      crit: ['b64'],
      iat: expect.any(Number) as number,
      etag,
    });
    expect(Math.abs(Number(header.iat) - Date.now() / 1_000)).toBeLessThan(60);
  });

  it('is accepted by jose, and not for one other byte', async () => {
    const { text } = await service.as(null).get(file, plain);
    const [head = '', , mac = ''] = (await service.as(null).get(signature)).text.split('.');
    const [key = {}] = await keysOf(service);
    const verifyOver = async (payload: Buffer): Promise<boolean> =>
      flattenedVerify({ protected: head, payload, signature: mac }, await importJWK(key)).then(
        () => true,
        () => false,
      );
    const bytes = Buffer.from(text);
    const other = Buffer.from(bytes);
    other[10] = (other[10] ?? 0) ^ 1;
    expect([await verifyOver(bytes), await verifyOver(other)]).toEqual([true, false]);
  });

  it('has its media type, and caching headers as the file', async () => {
    const answer = await service.as(null).get(signature);
    expect([
      answer.status,
      answer.headers.get('content-type'),
      answer.headers.get('cache-control'),
      answer.headers.get('etag'),
    ]).toEqual([200, 'application/jose', 'public, no-cache', expect.stringMatching(/^W\/"[\w-]{27}"$/)]);
  });

  it('is signed once for one version of the file', async () => {
    const answers = await Promise.all([1, 2].map(() => service.as(null).get(signature)));
    const later = await service.as(admin).get(signature);
    expect(new Set([...answers, later].map(({ text }) => text)).size).toBe(1);
    await untilNoSnapshots(service);
  });

  it('answers 304 while the file is the same, and 200 with another signature after a change', async () => {
    const before = await checked(service);
    const etag = (await service.as(null).get(signature)).headers.get('etag') ?? '';
    const headers = { 'if-none-match': etag };
    const same = await service.as(null).get(signature, { headers });
    expect([same.status, same.text, same.headers.get('etag')]).toEqual([304, '', etag]);
    await service.as(admin).put('/organisations/a', anOrganisationBody({ City: 'Leeds' }));
    const other = await service.as(null).get(signature, { headers });
    expect([other.status, other.text === before.jws]).toEqual([200, false]);
    expect((await checked(service)).isValid).toBe(true);
    await untilNoSnapshots(service);
  });

  it('has the same ETag at another instance with the same key', async () => {
    const sibling = await service.startSibling();
    const [one, other] = [
      await service.as(null).get(signature),
      await sibling.as(null).get(signature, {
        headers: { 'if-none-match': (await service.as(null).get(signature)).headers.get('etag') ?? '' },
      }),
    ];
    expect([one.status, other.status]).toEqual([200, 304]);
    await sibling.close();
  });

  it('answers HEAD with the headers of GET', async () => {
    const read = await service.as(null).get(signature);
    const answer = await service.as(null).send('HEAD', signature);
    expect([
      answer.status,
      answer.text,
      answer.headers.get('etag'),
      answer.headers.get('content-type'),
    ]).toEqual([200, '', read.headers.get('etag'), 'application/jose']);
  });

  it.each([
    ['application/jose', 200],
    ['application/*;q=0.5', 200],
    ['*/*', 200],
    ['application/json', 406],
    ['application/jose;q=0, */*', 406],
  ])('with Accept %s answers %i', async (accept, status) => {
    const answer = await service.as(null).get(signature, { headers: { accept } });
    expect(answer.status).toBe(status);
    if (status === 406)
      expect(answer.body).toEqual({
        errors: [
          `Accept is "${accept}"; only application/jose is served here. Send Accept: application/jose.`,
        ],
      });
  });

  it('is made again after a failure of the database', async () => {
    const broken = await startApp({ DATABASE_TIMEOUT_MS: '500' });
    await anOrganisation(broken.database, { organisation_id: 'a' });
    await broken.as(null).send('HEAD', file);
    const operator = new Database({ url: broken.database.url, poolSize: 1, timeoutMs: 5_000 });
    await operator.transaction(async (transaction) => {
      await transaction.query('LOCK TABLE directory.organisation_flag IN ACCESS EXCLUSIVE MODE');
      expect((await broken.as(null).get(signature)).status).toBe(504);
    });
    await operator.onApplicationShutdown();
    expect((await checked(broken)).isValid).toBe(true);
    await untilNoSnapshots(broken);
    await broken.close();
  });

  it('requires a token where the file does; the keys never do', async () => {
    const closed = await service.startSibling({ PARTICIPANTS_PUBLIC: 'false' });
    expect((await closed.as(null).get(signature)).status).toBe(401);
    const answer = await closed.as(software).get(signature);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'private, no-cache']);
    expect((await closed.as(null).get(keySet)).status).toBe(200);
    await closed.close();
  });
});

describe('GET /.well-known/directory-keys', () => {
  it('has public parts only, an ETag, and a time for caches', async () => {
    const answer = await service.as(null).get(keySet);
    expect(answer.body).toEqual({
      keys: [
        {
          kty: 'EC',
          crv: 'P-256',
          x: expect.stringMatching(/^[\w-]{43}$/) as string,
          y: expect.stringMatching(/^[\w-]{43}$/) as string,
          kid: expect.stringMatching(/^[\w-]{43}$/) as string,
          alg: 'ES256',
          use: 'sig',
        },
      ],
    });
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
    const headers = { 'if-none-match': answer.headers.get('etag') ?? '' };
    expect((await service.as(null).get(keySet, { headers })).status).toBe(304);
  });

  it('rejects an invalid token and unknown parameters', async () => {
    const headers = { authorization: 'Bearer nonsense' };
    expect((await service.as(null).get(keySet, { headers })).status).toBe(401);
    expect((await service.as(null).get(`${keySet}?kid=x`)).status).toBe(400);
  });

  it('is the same after a restart: the key is in DATA_DIR, for its owner alone', async () => {
    const before = await keysOf(service);
    const again = await service.startSibling();
    expect(await keysOf(again)).toEqual(before);
    await again.close();
    expect(statSync(join(service.dataDir, 'signing-keys.json')).mode & 0o777).toBe(0o600);
  });
});

describe('SIGNING_KEY_FILE', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'organisations-directory-signing-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('rotates in two steps, and a signature of the former key stays valid', async () => {
    const [former, next] = [pemOf(aSigningKey()), pemOf(aSigningKey())];
    const withKeys = (...keys: string[]): Promise<Pick<TestApp, 'as' | 'close'>> =>
      service.startSibling({ SIGNING_KEY_FILE: aKeyFile(folder, keys.join('')) });
    const kidsOf = (keys: Keys): string[] => keys.map(({ kid }) => kid);
    const { text } = await service.as(null).get(file, plain);

    const before = await withKeys(former);
    const old = await checked(before);
    const [formerKid = ''] = kidsOf(await keysOf(before));
    await before.close();
    const announced = await withKeys(former, next);
    const [first, nextKid = ''] = kidsOf(await keysOf(announced));
    expect([first, (await checked(announced)).header.kid]).toEqual([formerKid, formerKid]);
    await announced.close();
    const after = await withKeys(next, former);
    expect(kidsOf(await keysOf(after))).toEqual([nextKid, formerKid]);
    expect(await checked(after)).toMatchObject({ isValid: true, header: { kid: nextKid } });
    expect(readJws(old.jws, await keysOf(after), Buffer.from(text)).isValid).toBe(true);
    await after.close();
  });

  it('changes the ETag of the signature with the key, so that no client keeps one by a withdrawn key', async () => {
    const other = await service.startSibling({ SIGNING_KEY_FILE: aKeyFile(folder, pemOf(aSigningKey())) });
    const headers = { 'if-none-match': (await service.as(null).get(signature)).headers.get('etag') ?? '' };
    expect((await other.as(null).get(signature, { headers })).status).toBe(200);
    await other.close();
  });

  it('that can not be used stops the start', async () => {
    await expect(service.startSibling({ SIGNING_KEY_FILE: join(folder, 'absent') })).rejects.toThrow(
      /^SIGNING_KEY_FILE is ".*absent", which can not be read \(ENOENT/,
    );
  });

  it('that is missing stops a start in production', async () => {
    await expect(
      service.startSibling({
        NODE_ENV: 'production',
        NOTIFY_ADMIN_SECRETS: 'a-secret-of-this-test-with-32-characters-or-more',
        WEBHOOK_SECRET_KEYS: 'a-key-of-this-test-with-32-characters-or-more',
      }),
    ).rejects.toThrow(/^SIGNING_KEY_FILE is not set: /);
  });
});
