import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { noteSecret } from '../../support/evidence.js';
import { NotifyClient } from '../../support/notify-client.js';
import { startApp, type TestApp } from '../../support/app.js';
import { runCli } from './run-cli.js';

jest.setTimeout(180_000);

const dayMs = 24 * 60 * 60 * 1_000;

describe('cli api-key', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  const cli = (...args: string[]) =>
    runCli(['api-key', ...args], { DATABASE_URL: app.database.url }, app.dataDir);
  const create = async (name: string, ...args: string[]): Promise<string> => {
    const { stdout } = await cli('create', name, ...args);
    return noteSecret(stdout.trim());
  };
  const statusOf = async (key: string, origin = app.origin): Promise<number> =>
    (await new NotifyClient(origin, () => Promise.resolve(key)).get('/letter-branding')).status;
  const eventsOf = async (name: string): Promise<unknown[]> =>
    (await readFile(join(app.dataDir, 'security-events.ndjson'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { details: { name?: string } })
      .filter(({ details }) => details.name === name);
  const listed = async (): Promise<Record<string, unknown>[]> =>
    (await cli('list')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('create prints a key that every instance accepts until revoke, and stores only its hash', async () => {
    const other = await app.startSibling();
    const key = await create('operations', '--scopes', 'read,mail');
    expect(key).toMatch(/^[\w-]{43}$/);
    expect([await statusOf(key), await statusOf(key, other.origin)]).toEqual([200, 200]);
    const [row] = await app.database.query('SELECT k::text AS text FROM notify.api_key k');
    expect(JSON.stringify(row)).not.toContain(key);
    const revoked = await cli('revoke', 'operations');
    expect([revoked.exitCode, revoked.stdout]).toEqual([0, 'The key operations is revoked.\n']);
    expect(await eventsOf('operations')).toMatchObject([
      { event: 'api_key.created', clientId: 'cli', details: { scopes: ['read', 'mail'], expiresAt: null } },
      { event: 'api_key.revoked', clientId: 'cli' },
    ]);
    expect([await statusOf(key), await statusOf(key, other.origin)]).toEqual([403, 403]);
    await other.close();
  });

  it('revoke of a revoked key changes nothing, and of an unknown one fails', async () => {
    await create('twice', '--scopes', 'read');
    await cli('revoke', 'twice');
    const before = await listed();
    const again = await cli('revoke', 'twice');
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toMatch(/^The key twice was revoked at \S+Z\. Nothing was changed\.\n$/);
    expect(await listed()).toEqual(before);
    const unknown = await cli('revoke', 'nobody');
    expect([unknown.exitCode, unknown.stderr]).toEqual([1, 'No key is named nobody.\n']);
  });

  it('create refuses the name of a living key, and accepts that of a revoked or expired one', async () => {
    const first = await create('reports', '--scopes', 'write,read,read', '--expires', '30');
    const second = await cli('create', 'reports', '--scopes', 'read');
    expect([second.exitCode, second.stdout, second.stderr]).toEqual([
      1,
      '',
      'A key named reports exists. Choose another name, or revoke that key first.\n',
    ]);
    await app.database.query(`UPDATE notify.api_key SET expires_at = now() WHERE name = 'reports'`);
    const third = await create('reports', '--scopes', 'read');
    expect([await statusOf(first), await statusOf(third)]).toEqual([403, 200]);
    await cli('revoke', 'reports');
    expect((await cli('create', 'reports', '--scopes', 'mail')).exitCode).toBe(0);
  });

  it('list prints each key with its state, and no key or hash', async () => {
    const key = await create('listed', '--scopes', 'mail,read', '--expires', '2');
    await statusOf(key);
    const found = (await listed()).find(({ name }) => name === 'listed');
    expect(found).toEqual({
      name: 'listed',
      scopes: ['read', 'mail'],
      createdAt: expect.any(String) as string,
      expiresAt: expect.any(String) as string,
      lastUsedAt: expect.any(String) as string,
      revokedAt: null,
      state: 'active',
    });
    const { createdAt, expiresAt } = found as { createdAt: string; expiresAt: string };
    expect(Math.abs(Date.parse(expiresAt) - Date.parse(createdAt) - 2 * dayMs)).toBeLessThan(60_000);
  });

  it.each([
    ['a,b', 'It must be 1 to 100 letters, digits or any of . _ @ -', ['--scopes', 'read']],
    ['development', 'It names the key of development', ['--scopes', 'read']],
    ['x', "required option '--scopes <list>' not specified", []],
    ['x', 'It must be one or more of read, write, mail, separated by commas.', ['--scopes', 'read,admin']],
    ['x', 'It must be one or more of', ['--scopes', '']],
    ['x', 'It must be days from 1 to 3650', ['--scopes', 'read', '--expires', '2020-01-31']],
    ['x', 'It must be days from 1 to 3650', ['--scopes', 'read', '--expires', '2027-02-30']],
    ['x', 'It must be days from 1 to 3650', ['--scopes', 'read', '--expires', '0']],
    ['x', 'It must be days from 1 to 3650', ['--scopes', 'read', '--expires', '3651']],
    ['x', 'It must be days from 1 to 3650', ['--scopes', 'read', '--expires', 'soon']],
  ])('create %s is refused: %s', async (name, sentence, options) => {
    const { exitCode, stdout, stderr } = await cli('create', name, ...options);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(sentence);
  });

  it("create and revoke are refused to the service's role", async () => {
    const settings = { DATABASE_URL: app.database.serviceUrl };
    for (const args of [
      ['create', 'x', '--scopes', 'read'],
      ['revoke', 'listed'],
    ]) {
      const { exitCode, stderr } = await runCli(['api-key', ...args], settings, app.dataDir);
      expect([exitCode, stderr]).toEqual([
        1,
        'The role of DATABASE_URL may not change API keys. Run the command with the URL of the owner of the tables.\n',
      ]);
    }
  });
});
