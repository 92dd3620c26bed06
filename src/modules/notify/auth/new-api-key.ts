import { createHash, randomBytes } from 'node:crypto';

/** As many bits as its SHA-256 has. */
const keyBytes = 32;

/** A new API key and its entry for NOTIFY_API_KEYS. The key itself is stored nowhere. */
export function newApiKey(name: string): { key: string; entry: string } {
  const key = randomBytes(keyBytes).toString('base64url');
  return { key, entry: `${name}:${createHash('sha256').update(key).digest('hex')}` };
}
