import { createSign } from 'node:crypto';
import { SignJWT } from 'jose';
import type { SigningKeys } from '../../config/signing-config.js';

/** A public key of a JWK set (RFC 7517). */
export interface PublicJsonWebKey {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y: string;
  readonly kid: string;
  readonly alg: string;
  readonly use: string;
}

const algorithm = 'ES256';

/** Signs with the directory's key. */
export class Signer {
  constructor(private readonly keys: SigningKeys) {}

  /** The id of the key that signs. */
  get kid(): string {
    return this.keys.kid;
  }

  /** The public keys, the one that signs first. */
  get publicKeys(): PublicJsonWebKey[] {
    return this.keys.verificationKeys.map(({ kid, key }) => {
      const { kty = '', crv = '', x = '', y = '' } = key.export({ format: 'jwk' });
      return { kty, crv, x, y, kid, alg: algorithm, use: 'sig' };
    });
  }

  /**
   * Returns a detached JWS over the UTF-8 bytes of a text (RFC 7797, `b64` false). The text is signed as it is read and
   * never held in memory, which jose can't do.
   * @param more further members of the protected header
   */
  async signDetached(
    text: AsyncIterable<string>,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<string> {
    const header = { alg: algorithm, kid: this.kid, b64: false, crit: ['b64'], ...more };
    const encoded = Buffer.from(JSON.stringify(header)).toString('base64url');
    const signature = createSign('sha256').update(`${encoded}.`);
    for await (const part of text) signature.update(part);
    const key = { key: this.keys.privateKey, dsaEncoding: 'ieee-p1363' as const };
    return `${encoded}..${signature.sign(key, 'base64url')}`;
  }

  /** Returns a compact JWS over claims. */
  signClaims(type: string, claims: Readonly<Record<string, unknown>>): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: algorithm, typ: type, kid: this.kid })
      .sign(this.keys.privateKey);
  }
}
