import { createHash, randomUUID } from 'node:crypto';
import {
  calculateJwkThumbprint,
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose';

/** The target of a proof, and claims and headers to falsify; undefined omits a part. */
export interface ProofOptions {
  readonly url: string;
  readonly token: string;
  readonly method?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
}

/** A client's key, and DPoP proofs signed with it (RFC 9449 §4.2). */
export class Prover {
  private constructor(
    private readonly privateKey: CryptoKey,
    readonly publicJwk: JWK,
    readonly privateJwk: JWK,
    /** The JWK thumbprint to which tokens are bound (RFC 7638, SHA-256). */
    readonly thumbprint: string,
    private readonly algorithm: string,
  ) {}

  static async create(algorithm = 'ES256'): Promise<Prover> {
    const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
    const publicJwk = await exportJWK(publicKey);
    const privateJwk = await exportJWK(privateKey);
    return new Prover(privateKey, publicJwk, privateJwk, await calculateJwkThumbprint(publicJwk), algorithm);
  }

  proof({ url, token, method = 'GET', claims = {}, header = {} }: ProofOptions): Promise<string> {
    const payload: JWTPayload = {
      jti: randomUUID(),
      htm: method,
      htu: url,
      iat: Math.floor(Date.now() / 1_000),
      ath: createHash('sha256').update(token).digest('base64url'),
      ...claims,
    };
    return new SignJWT(payload)
      .setProtectedHeader({ typ: 'dpop+jwt', alg: this.algorithm, jwk: this.publicJwk, ...header })
      .sign(this.privateKey);
  }

  /** Returns the headers of a request with this token and a proof for the request. */
  async headers(options: ProofOptions): Promise<Record<string, string>> {
    return { authorization: `DPoP ${options.token}`, dpop: await this.proof(options) };
  }
}
