import type { CryptoKey } from 'oauth4webapi';

/** The algorithms for a client's own keys, by the names of RFC 7518 and RFC 8037. */
const algorithms = {
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
  EdDSA: { name: 'Ed25519' },
} as const;

/** The name of an algorithm for a client's own key. */
export type KeyAlgorithm = keyof typeof algorithms;

/** Imports a private key in PEM (PKCS #8, `BEGIN PRIVATE KEY`) for `private_key_jwt`. */
export async function privateKeyFromPem(pem: string, algorithm: KeyAlgorithm): Promise<CryptoKey> {
  const base64 = /-----BEGIN PRIVATE KEY-----([\s\S]+?)-----END PRIVATE KEY-----/.exec(pem)?.[1];
  if (base64 === undefined)
    throw new Error(
      'The key must be PEM with BEGIN PRIVATE KEY (PKCS #8). Convert it: openssl pkcs8 -topk8 -nocrypt',
    );
  const der = Uint8Array.from(atob(base64.replaceAll(/\s/g, '')), (character) => character.charCodeAt(0));
  return crypto.subtle.importKey('pkcs8', der, algorithms[algorithm], false, ['sign']);
}

/** Imports a private key as a JWK for `private_key_jwt`. */
export async function privateKeyFromJwk(
  jwk: Readonly<Record<string, unknown>>,
  algorithm: KeyAlgorithm,
): Promise<CryptoKey> {
  return crypto.subtle.importKey('jwk', jwk, algorithms[algorithm], false, ['sign']);
}
