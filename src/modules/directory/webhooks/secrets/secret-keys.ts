import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../../../config/config.js';

const fileName = 'webhook-secrets.key';

/** Returns the keys of WEBHOOK_SECRET_KEYS. Without the setting, which production requires, a key is made in DATA_DIR. */
export function secretKeys({
  webhooks,
  dataDir,
}: Pick<Config, 'webhooks' | 'dataDir'>): [string, ...string[]] {
  const [first, ...others] = webhooks.secretKeys;
  return first === undefined ? [developmentKey(dataDir)] : [first, ...others];
}

/** Reads the key of a developer's machine, or makes it. */
function developmentKey(dataDir: string): string {
  const path = join(dataDir, fileName);
  mkdirSync(dataDir, { recursive: true });
  try {
    // The owner's only; `wx` lets one of several processes win.
    writeFileSync(path, `${randomBytes(32).toString('hex')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(path, 'utf8').trim();
}
