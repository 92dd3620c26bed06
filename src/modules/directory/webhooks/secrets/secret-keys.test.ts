import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../../../config/config.js';
import { secretKeys } from './secret-keys.js';

describe('the keys of webhook secrets', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'organisations-directory-keys-'));
  });
  afterEach(() => {
    rmSync(dataDir, { recursive: true });
  });

  it('are those of WEBHOOK_SECRET_KEYS, in their order', () => {
    const keys = ['a-new-key-that-is-long-enough-to-encrypt', 'an-old-key-that-is-long-enough-to-decrypt'];
    const config = readConfig({ DATA_DIR: dataDir, WEBHOOK_SECRET_KEYS: keys.join(', ') });
    expect(secretKeys(config)).toEqual(keys);
  });

  it('are one key in DATA_DIR without the setting: random, readable for its owner only, and the same again', () => {
    const config = readConfig({ DATA_DIR: join(dataDir, 'new') });
    const [key, ...others] = secretKeys(config);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(others).toEqual([]);
    expect(secretKeys(config)).toEqual([key]);
    expect(statSync(join(dataDir, 'new', 'webhook-secrets.key')).mode & 0o777).toBe(0o600);
  });
});
