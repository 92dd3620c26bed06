import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
  type JWTVerifyOptions,
  type JWTVerifyResult,
} from 'jose';
import { LRUCache } from 'lru-cache';

/** Size of the cache of verified tokens, in characters. */
const maxCachedCharacters = 8_388_608;

/** A key on record: its `kid`, null without one, and its thumbprint (RFC 7638). */
export interface RecordedKey {
  readonly kid: string | null;
  readonly thumbprint: string;
}

/** One version of the issuer's key set (RFC 7517 §5). An empty set is valid: its issuer has withdrawn every key. */
export class KeySet {
  /**
   * The claims of tokens that these keys verified: clients send the same token with each request, and verifying its
   * signature takes longer than the rest. The cache ends with the key set, so no token outlives a withdrawn key.
   */
  readonly verified = new LRUCache<string, JWTPayload>({
    maxSize: maxCachedCharacters,
    sizeCalculation: (_, token) => token.length,
  });
  private readonly keyFor: JWTVerifyGetKey;
  private readonly content: string;

  /** @throws JWKSInvalid for anything but a JWK set */
  constructor(private readonly jwks: JSONWebKeySet) {
    this.keyFor = keyFinder(jwks);
    this.content = JSON.stringify(jwks.keys);
  }

  /**
   * Verifies a JWT. Where several keys have its `kid`, or it names none, each key that fits its algorithm is tried.
   * @throws errors of jose
   */
  async verify(token: string, options: JWTVerifyOptions): Promise<JWTVerifyResult> {
    try {
      return await jwtVerify(token, this.keyFor, options);
    } catch (error) {
      if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
      return this.tryEach(error, token, options);
    }
  }

  equals(other: KeySet | null): boolean {
    return this.content === other?.content;
  }

  /** Returns the keys of this set that another set does not have. */
  async keysNotIn(other: KeySet | null): Promise<RecordedKey[]> {
    const others = new Set((await other?.recordedKeys())?.map(nameOf));
    return (await this.recordedKeys()).filter((key) => !others.has(nameOf(key)));
  }

  private async tryEach(
    candidates: errors.JWKSMultipleMatchingKeys,
    token: string,
    options: JWTVerifyOptions,
  ): Promise<JWTVerifyResult> {
    for await (const key of candidates) {
      try {
        return await jwtVerify(token, key, options);
      } catch (error) {
        if (isFaultOfClaims(error)) throw error;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }

  /** Leaves out keys of unknown types, which verify nothing. */
  private async recordedKeys(): Promise<RecordedKey[]> {
    const keys = await Promise.all(
      this.jwks.keys.map(async (jwk) => {
        const thumbprint = await calculateJwkThumbprint(jwk).catch(() => null);
        return thumbprint === null ? [] : [{ kid: jwk.kid ?? null, thumbprint }];
      }),
    );
    return keys.flat();
  }
}

/** Finds keys by `kid`; a key without one fits a token with any. */
function keyFinder(jwks: JSONWebKeySet): JWTVerifyGetKey {
  const all = createLocalJWKSet(jwks);
  const unnamed = createLocalJWKSet({ keys: jwks.keys.filter((jwk) => jwk.kid === undefined) });
  return async (header, token) => {
    try {
      return await all(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      const anyKid = { ...header };
      delete anyKid.kid;
      return unnamed(anyKid, token);
    }
  };
}

function nameOf({ kid, thumbprint }: RecordedKey): string {
  return JSON.stringify([kid, thumbprint]);
}

/** True if the signature is good; any other error of one key leaves the next key to be tried. */
function isFaultOfClaims(error: unknown): boolean {
  return (
    error instanceof errors.JWTExpired ||
    error instanceof errors.JWTClaimValidationFailed ||
    error instanceof errors.JWTInvalid
  );
}
