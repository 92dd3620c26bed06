import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { TooManyRequests } from '../../errors/problem.js';
import { isRepeated } from '../../validation/repeated-header.js';
import { objectClaim, textClaim, type TokenClaims, TokenRefused } from '../token-claims.js';
import { DpopReplayCache } from './dpop-replay-cache.js';
import type { Nonces } from './nonces.js';
import { maxProofLifetimeMs, type Proof, ProofRefused, readProof } from './proof.js';
import type { TargetUri } from './target-uri.js';

/** 2,500 proofs a second, in 30 MB: more than one process can verify. */
const maxProofs = 200_000;

/** Verifies that the sender of a token has the key that the token is bound to (RFC 9449 §4.3). */
export class DpopVerifier {
  private readonly replays = new DpopReplayCache(maxProofLifetimeMs, maxProofs);

  /** @param nonces null if proofs need no nonce */
  constructor(
    private readonly targets: TargetUri,
    private readonly nonces: Nonces | null,
  ) {}

  /** The header with the nonce of the next proof (RFC 9449 §8.2), by lower-case name; empty without nonces. */
  get nonceHeader(): Readonly<Record<string, string>> {
    return this.nonces === null ? {} : { 'dpop-nonce': this.nonces.current() };
  }

  /**
   * Verifies the proof of a request. Each request needs a new proof.
   * @param claims the claims of the verified token
   * @throws TokenRefused, ProofRefused, TooManyRequests
   */
  async verify(request: FastifyRequest, token: string, claims: TokenClaims): Promise<void> {
    const boundThumbprint = textClaim(objectClaim(claims, 'cnf'), 'jkt');
    if (boundThumbprint === null) throw new TokenRefused('The access token is not bound to a key of DPoP.');
    const proof = await readProof(proofHeader(request));
    if (proof.thumbprint !== boundThumbprint)
      throw new TokenRefused('The access token is bound to another key.');
    this.checkPurpose(request, token, proof);
    if (this.nonces !== null && !this.nonces.isValid(proof.nonce)) {
      throw new ProofRefused('The DPoP proof must carry the nonce of DPoP-Nonce.', 'use_dpop_nonce');
    }
    this.rejectReplay(proof);
  }

  private checkPurpose(request: FastifyRequest, token: string, proof: Proof): void {
    if (proof.method !== request.method)
      throw new ProofRefused('The DPoP proof is for another method (htm).');
    if (!this.targets.matches(request.raw, proof.uri)) {
      throw new ProofRefused('The DPoP proof is for another URI (htu).');
    }
    if (proof.tokenHash !== createHash('sha256').update(token).digest('base64url')) {
      throw new ProofRefused('The DPoP proof is for another access token (ath).');
    }
  }

  private rejectReplay(proof: Proof): void {
    const result = this.replays.add(proof);
    if (result === 'replayed') throw new ProofRefused('The DPoP proof was used before (jti).');
    // A full cache can't detect replays, and may not evict a proof that can still be replayed.
    if (result === 'full') throw new TooManyRequests(this.replays.secondsUntilRotation);
  }
}

function proofHeader(request: FastifyRequest): string {
  const header = request.headers.dpop;
  if (typeof header !== 'string' || header === '' || isRepeated(request.raw.rawHeaders, 'dpop')) {
    throw new ProofRefused('A DPoP proof must be provided, in one DPoP header.');
  }
  return header;
}
