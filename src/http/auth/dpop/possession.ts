import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { TooManyRequests } from '../../errors/problem.js';
import { isRepeated } from '../../validation/repeated-header.js';
import { objectClaim, textClaim, type TokenClaims, TokenRefused } from '../token-claims.js';
import type { Nonces } from './nonces.js';
import { type Proof, proofLifeMs, readProof } from './proof.js';
import { ProofMemory } from './proof-memory.js';
import { ProofRefused } from './proof-refused.js';
import type { TargetUri } from './target-uri.js';

/** 2,500 proofs a second, which take 30 MB: more than one process can verify. */
const mostProofs = 200_000;

/** Checks that whoever shows a token has the key that it is bound to (RFC 9449 §4.3). */
export class Possession {
  private readonly memory = new ProofMemory(proofLifeMs, mostProofs);

  /** @param nonces null where proofs need none */
  constructor(
    private readonly targets: TargetUri,
    private readonly nonces: Nonces | null,
  ) {}

  /** What the next proof is to carry (RFC 9449 §8.2), by lower-case header name; empty where none is asked for. */
  get nonceHeader(): Readonly<Record<string, string>> {
    return this.nonces === null ? {} : { 'dpop-nonce': this.nonces.present() };
  }

  /**
   * @param claims of the token, which was found good; a good token needs a new proof for each request
   * @throws TokenRefused, ProofRefused, TooManyRequests
   */
  async check(request: FastifyRequest, token: string, claims: TokenClaims): Promise<void> {
    const bound = textClaim(objectClaim(claims, 'cnf'), 'jkt');
    if (bound === null) throw new TokenRefused('The access token is not bound to a key of DPoP.');
    const proof = await readProof(proofOf(request));
    if (proof.thumbprint !== bound) throw new TokenRefused('The access token is bound to another key.');
    this.checkPurpose(request, token, proof);
    if (this.nonces !== null && !this.nonces.isGood(proof.nonce)) {
      throw new ProofRefused('The DPoP proof must carry the nonce of DPoP-Nonce.', 'use_dpop_nonce');
    }
    this.takeOnce(proof);
  }

  private checkPurpose(request: FastifyRequest, token: string, proof: Proof): void {
    if (proof.method !== request.method)
      throw new ProofRefused('The DPoP proof is for another method (htm).');
    if (!this.targets.isOf(request.raw, proof.uri)) {
      throw new ProofRefused('The DPoP proof is for another URI (htu).');
    }
    if (proof.tokenHash !== createHash('sha256').update(token).digest('base64url')) {
      throw new ProofRefused('The DPoP proof is for another access token (ath).');
    }
  }

  private takeOnce(proof: Proof): void {
    const taken = this.memory.take(proof);
    if (taken === 'seen') throw new ProofRefused('The DPoP proof was used before (jti).');
    // To let in what may be a replay would be wrong; so would be to forget one that can still be replayed.
    if (taken === 'full') throw new TooManyRequests(this.memory.fullForSeconds);
  }
}

function proofOf(request: FastifyRequest): string {
  const header = request.headers.dpop;
  if (typeof header !== 'string' || header === '' || isRepeated(request.raw.rawHeaders, 'dpop')) {
    throw new ProofRefused('A DPoP proof must be provided, in one DPoP header.');
  }
  return header;
}
