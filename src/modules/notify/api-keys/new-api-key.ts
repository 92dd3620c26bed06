import { createHash, randomBytes } from 'node:crypto';

/** As many bits as its SHA-256 has. */
const keyBytes = 32;

/** Returns a new API key, 43 characters of base64url, and its hash. */
export function newApiKey(): { key: string; sha256: Buffer } {
  const key = randomBytes(keyBytes).toString('base64url');
  return { key, sha256: createHash('sha256').update(key).digest() };
}

/** True for a text that may be a key; anything else needs no look-up. */
export function isKeyShaped(text: string): boolean {
  return /^[\w-]{43}$/.test(text);
}
