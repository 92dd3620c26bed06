import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose';

export interface SigningKey {
  readonly privateKey: CryptoKey;
  /** The public key, without `kid`. */
  readonly jwk: JWK;
}

/** Creates a key pair. */
export async function createKey(alg: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), alg, use: 'sig' } };
}

const keys = new Map<string, Promise<SigningKey>>();

/** Returns this worker's RSA key pair for PS256 or RS256, because creating one takes a tenth of a second or more. */
export function rsaKey(alg: 'PS256' | 'RS256'): Promise<SigningKey> {
  const key = keys.get(alg) ?? createKey(alg);
  keys.set(alg, key);
  return key;
}
