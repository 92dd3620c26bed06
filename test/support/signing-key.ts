import { createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noteSecret } from './evidence.js';

/** Returns a new P-256 key whose private part no log may contain. */
export function aSigningKey(): KeyObject {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  noteSecret(privateKey.export({ format: 'jwk' }).d ?? '');
  return privateKey;
}

/** Writes a file that only its owner can read; returns its path. */
export function aKeyFile(folder: string, content: string, mode = 0o600): string {
  const path = join(folder, `key-${Math.random().toString(36).slice(2)}`);
  writeFileSync(path, content, { mode });
  return path;
}

/** Writes a new key for SIGNING_KEY_FILE; returns the path. */
export function aSigningKeyFile(folder: string): string {
  return aKeyFile(folder, pemOf(aSigningKey()));
}

export function pemOf(key: KeyObject): string {
  return key.export({ format: 'pem', type: key.type === 'private' ? 'pkcs8' : 'spki' }).toString();
}

/** The parts of a compact JWS. */
export interface ReadJws {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: string;
  readonly isValid: boolean;
}

/**
 * Verifies a JWS (ES256) by RFC 7515 and RFC 7797 with node:crypto alone, independent of the library of the service.
 * @param keys a JWK set
 * @param detached the payload that the JWS leaves out
 */
export function readJws(
  jws: string,
  keys: readonly (JsonWebKey & { readonly kid?: string })[],
  detached?: Uint8Array,
): ReadJws {
  const [head = '', body = '', signature = ''] = jws.split('.');
  const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as ReadJws['header'];
  const key = keys.find(({ kid }) => kid === header.kid);
  const input = Buffer.concat([Buffer.from(`${head}.`), detached ?? Buffer.from(body)]);
  const isValid =
    key !== undefined &&
    header.alg === 'ES256' &&
    verify(
      'sha256',
      input,
      { key: createPublicKey({ key, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
  return { header, payload: Buffer.from(body, 'base64url').toString(), isValid };
}
