import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { developmentKey } from './development-keys.js';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'development-keys-'));
});

afterEach(async () => {
  await rm(dataDir, { recursive: true });
});

describe('the key of the development server', () => {
  it('is the same at the next start', async () => {
    const first = await developmentKey(dataDir);
    expect(await developmentKey(dataDir)).toEqual(first);
  });

  it('is one key when several processes create it at once, and no other file is left', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => developmentKey(dataDir)));
    expect(new Set(made.map(({ kid }) => kid)).size).toBe(1);
    expect(await readdir(dataDir)).toEqual(['development-keys.json']);
  });

  it('is in a file that only its owner can read, in a folder that is created if missing', async () => {
    const folder = join(dataDir, 'not', 'there', 'yet');
    await developmentKey(folder);
    const { mode } = await stat(join(folder, 'development-keys.json'));
    expect(mode & 0o777).toBe(0o600);
  });

  it.each(['', 'not JSON', '{}', '{"keys":[]}', '{"keys":[{"kty":"RSA"}]}', 'null'])(
    'is not replaced when the file holds %j; the error names the file',
    async (content) => {
      await writeFile(join(dataDir, 'development-keys.json'), content);
      await expect(developmentKey(dataDir)).rejects.toThrow('development-keys.json holds no ES256 key');
    },
  );
});
