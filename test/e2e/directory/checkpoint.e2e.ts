import type { JsonWebKey } from 'node:crypto';
import { startApp, type TestApp } from '../../support/app.js';
import { anOrganisationBody } from '../../support/builders/organisation.js';
import { admin } from '../../support/identities.js';
import { readJws } from '../../support/signing-key.js';
import { until } from '../../support/until.js';

const path = '/organisations/changes/checkpoint';

interface Claims {
  readonly iss: string;
  readonly iat: number;
  readonly Log: string;
  readonly Position: number;
  readonly Hash: string;
}

/** Reads a checkpoint without a token, and verifies it by the published keys. */
async function read(service: Pick<TestApp, 'as'>): Promise<{ jws: string; claims: Claims; header: unknown }> {
  const { body } = await service.as(null).get('/.well-known/directory-keys');
  const { text: jws } = await service.as(null).get(path);
  const { header, payload, isValid } = readJws(jws, (body as { keys: JsonWebKey[] }).keys);
  expect(isValid).toBe(true);
  return { jws, header, claims: JSON.parse(payload) as Claims };
}

const atPosition = (service: TestApp, position: number) =>
  until(`position ${position}`, async () => {
    const found = await read(service);
    return found.claims.Position === position ? found : null;
  });

describe('GET /organisations/changes/checkpoint', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  it('of an empty log has position 0 and 64 zeros', async () => {
    const { claims, header } = await read(service);
    const [head] = await service.database.query<{ log: string }>('SELECT log FROM directory.change_log_head');
    expect(header).toEqual({
      alg: 'ES256',
      typ: 'directory-checkpoint+jwt',
      kid: expect.stringMatching(/^[\w-]{43}$/) as string,
    });
    expect(claims).toEqual({
      iss: 'http://127.0.0.1:3000',
      iat: expect.any(Number) as number,
      Log: head?.log,
      Position: 0,
      Hash: '0'.repeat(64),
    });
    expect(Math.abs(claims.iat - Date.now() / 1_000)).toBeLessThan(60);
  });

  it('has its media type, needs no token, and is revalidated at each use', async () => {
    const answer = await service.as(null).get(path);
    expect([
      answer.status,
      answer.headers.get('content-type'),
      answer.headers.get('cache-control'),
      answer.headers.get('etag'),
    ]).toEqual([200, 'application/jwt', 'public, no-cache', expect.stringMatching(/^"[\w-]{27}"$/)]);
    const headers = { 'if-none-match': answer.headers.get('etag') ?? '' };
    expect((await service.as(null).get(path, { headers })).status).toBe(304);
    const other = await service.as(null).get(path, { headers: { accept: 'application/json' } });
    expect(other.status).toBe(406);
  });

  it('has the position and the hash of the newest change, which the feed has too', async () => {
    const created = anOrganisationBody({ OrganisationId: 'a' });
    expect((await service.as(admin).post('/organisations', created)).status).toBe(201);
    const { claims } = await atPosition(service, 1);
    const { body } = await service.as(admin).get('/organisations/changes');
    const { changes, next } = body as { changes: { Position: number; Hash: string }[]; next: string };
    expect(changes.at(-1)).toMatchObject({ Position: 1, Hash: claims.Hash });
    expect(next).toBe(`${claims.Log}.1`);
  });

  it('is signed once for a position, and again when the log has moved', async () => {
    const before = await read(service);
    const again = await Promise.all([read(service), read(service)]);
    expect(new Set([before, ...again].map(({ jws }) => jws)).size).toBe(1);
    await service.as(admin).put('/organisations/a', anOrganisationBody({ City: 'Leeds' }));
    const after = await atPosition(service, 2);
    expect(after.claims.Hash).not.toBe(before.claims.Hash);
  });

  it('of an unchanged log is at most 60 s old', async () => {
    const before = await read(service);
    const now = jest.spyOn(performance, 'now');
    try {
      const present = performance.now();
      now.mockImplementation(() => present + 29_000);
      expect((await read(service)).jws).toBe(before.jws);
      now.mockImplementation(() => present + 31_000);
      expect((await read(service)).jws).not.toBe(before.jws);
    } finally {
      now.mockRestore();
    }
  });

  it('names the first public URL of the directory as issuer', async () => {
    const sibling = await service.startSibling({
      PUBLIC_ORIGINS: 'https://directory.example/base,https://b.example',
    });
    const { text } = await sibling.as(null).get(path);
    expect(JSON.parse(readJws(text, []).payload)).toMatchObject({ iss: 'https://directory.example/base' });
    await sibling.close();
  });
});
