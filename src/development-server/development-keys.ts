import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JWK } from 'jose';
import { createKeyFile } from '../http/signing/create-key-file.js';

/** For access tokens and ID tokens. */
export const signingAlgorithm = 'ES256';

/** A private P-256 key. */
export interface DevelopmentKey extends JWK {
  readonly kty: 'EC';
  readonly kid: string;
  readonly alg: typeof signingAlgorithm;
}

/**
 * Returns the key of the development server from `development-keys.json` (a JWK set, mode 0600) in the data folder, so
 * that tokens stay valid after a restart and the command line can sign them too. Creates the file if it is missing; two
 * processes that create it at once get the same key.
 * @throws Error naming the file if it holds no such key
 */
export async function developmentKey(dataDir: string): Promise<DevelopmentKey> {
  const path = join(dataDir, 'development-keys.json');
  const kept = await readKey(path);
  if (kept !== null) return kept;
  await createKeyFile(path);
  const written = await readKey(path);
  if (written === null) throw new Error(`${path} went away while it was being made`);
  return written;
}

async function readKey(path: string): Promise<DevelopmentKey | null> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  });
  if (text === null) return null;
  const key = firstKeyOf(text);
  if (key === null)
    throw new Error(`${path} holds no ${signingAlgorithm} key: delete it, and a new one is made`);
  return key;
}

function firstKeyOf(text: string): DevelopmentKey | null {
  try {
    const parsed: unknown = JSON.parse(text);
    const keys = isRecord(parsed) && Array.isArray(parsed.keys) ? (parsed.keys as unknown[]) : [];
    return keys.find(isDevelopmentKey) ?? null;
  } catch {
    return null;
  }
}

function isDevelopmentKey(value: unknown): value is DevelopmentKey {
  if (!isRecord(value) || value.kty !== 'EC' || value.crv !== 'P-256') return false;
  const hasParts = ['kid', 'x', 'y', 'd'].every((part) => typeof value[part] === 'string');
  return hasParts && value.alg === signingAlgorithm;
}

function hasCode(error: unknown, code: string): boolean {
  return isRecord(error) && error.code === code;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
